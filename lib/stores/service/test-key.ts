import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { spend } from "@/lib/platform/rate-limit";
import { type KeyTest, testKey } from "../client/letzshop";
import type { LetzshopKey } from "../schema";
import type { KeyTestView } from "../view/answers";

const testsPerMinute = 10;

/** Asks Letzshop about a key, within the store's budget of ten tests a minute: the form's test and its save are one way to guess keys. Throws `rate_limited`. */
export async function askAboutKey(storeId: number, input: LetzshopKey): Promise<KeyTest> {
  const budget = { key: `letzshop-test:${storeId}`, limit: testsPerMinute * env.rateLimitScale, windowSeconds: 60 };
  const spent = await transaction("system", tx => spend(tx, [budget]));
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
  return testKey(input);
}

/** Tests a key as it was typed; the answer is one of six classes or the shop's name, the key is neither kept nor repeated. */
export async function testLetzshopKey(storeId: number, input: LetzshopKey): Promise<KeyTestView> {
  const startedAt = performance.now();
  const test = await askAboutKey(storeId, input);
  const responseTimeMs = Math.round(performance.now() - startedAt);
  if (test.ok)
    return {
      ok: true,
      class: null,
      shopName: test.shopName,
      vendorName: test.shopName,
      vendorId: test.shopId,
      shopSlug: input.shopSlug,
      responseTimeMs,
    };
  return {
    ok: false,
    class: test.class,
    retryAfter: test.retryAfterSeconds ?? null,
    shopSlug: input.shopSlug,
    responseTimeMs,
  };
}
