import { hmac, safeEqual } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";

const purpose = "customer-news";
const shape = /^([1-9]\d{0,8})\.([\w-]+)$/;

/** Where a mail program asks by one POST that one of a customer's people gets no more mails of it (RFC 8058). It says who, so that no table is needed. */
export const stopLink = (memberId: number): string =>
  new URL(`/api/v1/customer/news/${memberId}.${hmac(purpose, String(memberId))}`, env.appUrl).href;

/** Whom such a link is of; null for one that we did not write. */
export function readStopToken(token: string): number | null {
  const [, id, signature] = shape.exec(token) ?? [];
  if (id === undefined || signature === undefined) return null;
  return safeEqual(signature, hmac(purpose, id)) ? Number(id) : null;
}
