import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { noteTestFailed } from "@/lib/platform/flow/step-event";
import { sendable, spendTest } from "@/lib/platform/outbound/key-test";
import { UnreadableKey } from "@/lib/platform/secrets/kept-key";
import { type KeyTest, testKey } from "../client/test-key";
import type { KeyTrial } from "../schema";
import type { KeyTestView } from "../view/answers";
import { breakKey, healKey } from "./key-health";
import { type OpenedKey, openKey } from "./letzshop-key";
import { requireOpenGate } from "./open-gate";
import { resumeImport } from "./resume-import";
import { markUnreadable } from "./unreadable-key";

const budgetOf = (storeId: number) => `letzshop-test:${storeId}`;

/** Asks Letzshop about a key, within the store's budget of ten tests a minute: the form's test and its save are one way to guess keys. Throws `rate_limited`. */
export async function askAboutKey(storeId: number, { apiKey, shopSlug }: KeyTrial): Promise<KeyTest> {
  await spendTest(budgetOf(storeId));
  return testKey({ apiKey: sendable(apiKey), shopSlug });
}

function toTestView(test: KeyTest, shopSlug: string, startedAt: number): KeyTestView {
  const { checks } = test;
  const told = { checks, shopSlug, responseTimeMs: Math.round(performance.now() - startedAt) };
  if (!test.ok) return { ok: false, class: test.class, retryAfter: test.retryAfterSeconds ?? null, ...told };
  const { shopName, shopId: vendorId } = test;
  return { ok: true, class: null, shopName, vendorName: shopName, vendorId, ...told };
}

/** Tests a key as it was typed; the answer is one of six classes or the shop's name, the key is neither kept nor repeated. */
export async function testLetzshopKey(storeId: number, input: KeyTrial): Promise<KeyTestView> {
  const startedAt = performance.now();
  const test = await askAboutKey(storeId, input);
  if (!test.ok) await noteTestFailed({ kind: "store", subjectId: storeId, stepId: "letzshop_api" }, test.class);
  return toTestView(test, input.shopSlug, startedAt);
}

/** A conflict with what is stored, and the owner's to mend: neither is the request wrong, nor will another try help. */
async function openSavedKey({ userId, storeId }: { userId: number; storeId: number }): Promise<OpenedKey> {
  try {
    const opened = await transaction({ store: storeId }, tx => openKey(tx, storeId, { purpose: "test", userId }));
    if (!opened) throw new AppError("not_found");
    return opened;
  } catch (thrown) {
    if (!(thrown instanceof UnreadableKey)) throw thrown;
    await markUnreadable({ storeId, savedAt: thrown.savedAt, userId });
    throw new AppError("key_unreadable", { cause: thrown });
  }
}

/**
 * Tests the key that is on file, which is a use of it: marks it when Letzshop refuses it; when it works again, takes the mark away and lets an
 * import go on that waited for it.
 * Throws `onboarding_required` before the gate, `not_found` where there is no key, and `key_unreadable` for one that does not open.
 */
export async function testSavedKey({ userId, storeId }: { userId: number; storeId: number }): Promise<KeyTestView> {
  const startedAt = performance.now();
  await requireOpenGate(storeId);
  await spendTest(budgetOf(storeId));
  const scope = { store: storeId };
  const { apiKey, shopSlug, savedAt } = await openSavedKey({ userId, storeId });
  const test = await testKey({ apiKey, shopSlug });
  const about = { storeId, savedAt, userId };
  if (test.ok)
    await transaction(scope, async tx => {
      await lockOnboarding(tx, "store", storeId);
      await healKey(tx, about);
      await resumeImport(tx, storeId);
    });
  else if (test.class === "auth" || test.class === "permission") {
    const fault = test.class;
    await transaction(scope, tx => breakKey(tx, { ...about, fault }));
  }
  return toTestView(test, shopSlug, startedAt);
}
