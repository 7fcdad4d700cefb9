import { z } from "zod";
import { AppError } from "@/lib/platform/errors";
import { OutboundError, type OutboundKind } from "@/lib/platform/outbound/outbound-error";
import { askLetzshop, type LetzshopAccess } from "./letzshop-call";

type Check = "ok" | "failed" | "not_tried";

/** How far a test came. Letzshop tells nobody how many calls are left, so we do not either. */
export type KeyChecks = { addressAnswers: Check; keyAccepted: Check; mayReadShipments: Check; shopFound: Check };

/** What a test of a key found; `class` is one of the six words that also go over the wire. */
export type KeyTest =
  | { ok: true; checks: KeyChecks; shopId: string; shopName: string }
  | { ok: false; checks: KeyChecks; class: OutboundKind; retryAfterSeconds?: number };

const Vendor = z.object({
  vendor: z.object({ id: z.coerce.string(), name: z.unknown(), slug: z.string().nullish() }).nullable(),
});
const keyQuery = `query($state: ShipmentStateEnum!) { shipments(state: $state, first: 1) { nodes { id } } }`;
const shopQuery = `query($slug: String!) { vendor(slug: $slug) { id name slug } }`;

const untried: KeyChecks = {
  addressAnswers: "not_tried",
  keyAccepted: "not_tried",
  mayReadShipments: "not_tried",
  shopFound: "not_tried",
};
const mayRead: KeyChecks = { ...untried, addressAnswers: "ok", keyAccepted: "ok", mayReadShipments: "ok" };

/** What a refused read of shipments proves: a missing right is told only to a key that is known. */
const checksOfRead: Record<OutboundKind, KeyChecks> = {
  wrong_address: { ...untried, addressAnswers: "failed" },
  unreachable: { ...untried, addressAnswers: "failed" },
  unexpected: { ...untried, addressAnswers: "failed" },
  rate_limit: { ...untried, addressAnswers: "ok" },
  auth: { ...untried, addressAnswers: "ok", keyAccepted: "failed" },
  permission: { ...untried, addressAnswers: "ok", keyAccepted: "ok", mayReadShipments: "failed" },
};

const toFailed = (failure: unknown, checksOf: (kind: OutboundKind) => KeyChecks): KeyTest => {
  if (!(failure instanceof OutboundError)) throw failure;
  const { kind, reason, retryAfterSeconds } = failure;
  // Our own budget is nobody else's fault: Letzshop was not asked.
  if (reason === "busy") throw new AppError("unavailable", { message: "letzshopBusy", retryAfterSeconds });
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return { ok: false, checks: checksOf(kind), class: kind, ...wait };
};

/** Tries a key by a read that needs it, then looks up the shop; a failing upstream is an answer too, not an exception. Throws `unavailable` when our own budget let nobody be asked. */
export async function testKey(access: LetzshopAccess & { shopSlug: string }, signal?: AbortSignal): Promise<KeyTest> {
  // Somebody is waiting: one quick repeat, and what the upstream asks us to wait is told instead of waited.
  const hurried = {
    headersMs: 5_000,
    isWatched: true,
    ...access,
    retry: { retries: 1, baseMs: 300, maxWaitMs: 1_000, ...access.retry },
  };
  try {
    await askLetzshop(hurried, { query: keyQuery, variables: { state: "unconfirmed" } }, signal);
  } catch (failure) {
    return toFailed(failure, kind => checksOfRead[kind]);
  }
  try {
    const answer = await askLetzshop(hurried, { query: shopQuery, variables: { slug: access.shopSlug } }, signal);
    const data = Vendor.safeParse(answer);
    if (!data.success) return { ok: false, checks: mayRead, class: "unexpected" };
    const { vendor } = data.data;
    if (!vendor) return { ok: false, checks: { ...mayRead, shopFound: "failed" }, class: "wrong_address" };
    const checks: KeyChecks = { ...mayRead, shopFound: "ok" };
    return { ok: true, checks, shopId: vendor.id, shopName: nameOf(vendor.name) ?? access.shopSlug };
  } catch (failure) {
    // Whether the shop is there was not learned; what the read before proved stays proved.
    return toFailed(failure, () => mayRead);
  }
}

function nameOf(name: unknown): string | null {
  if (typeof name === "string") return name;
  const parsed = z
    .looseObject({ en: z.string().nullish(), fr: z.string().nullish(), de: z.string().nullish() })
    .safeParse(name);
  return parsed.success ? (parsed.data.en ?? parsed.data.fr ?? parsed.data.de ?? null) : null;
}
