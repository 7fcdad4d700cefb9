import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { noteTestFailed } from "@/lib/platform/flow/step-event";
import { UnreadableKey } from "@/lib/platform/secrets/kept-key";
import type { RezenKeyTest } from "../client/test-rezen-key";
import type { KeyTrial } from "../schema";
import type { KeyTestView } from "../view/credential";
import { askAboutKey, requireAgentId, spendKeyTest } from "./ask-rezen";
import { findAgentId } from "./find-agent-id";
import { breakKey, healKey } from "./key-health";
import { resumeAfterKey } from "./resume-after-key";
import { type OpenedKey, openKey } from "./rezen-key";
import { markUnreadable } from "./unreadable-key";

function toTestView(test: RezenKeyTest, startedAt: number): KeyTestView {
  const told = { checks: test.checks, responseTimeMs: Math.round(performance.now() - startedAt) };
  if (!test.ok) {
    const retryAfter = test.retryAfterSeconds ?? null;
    return { ok: false, class: test.class, ...told, agentId: null, agentName: null, retryAfter };
  }
  const { agentId, agentName } = test;
  return { ok: true, class: null, ...told, agentId, agentName, retryAfter: null };
}

async function openSavedKey(userId: number): Promise<OpenedKey> {
  try {
    const opened = await transaction({ agent: userId }, tx => openKey(tx, userId, { purpose: "test", userId }));
    if (!opened) throw new AppError("not_found");
    return opened;
  } catch (thrown) {
    if (!(thrown instanceof UnreadableKey)) throw thrown;
    await markUnreadable({ userId, savedAt: thrown.savedAt });
    throw new AppError("key_unreadable", { cause: thrown });
  }
}

/**
 * Tests the key that is on file, which is a use of it: marks it when reZEN refuses it; when it works again, takes the mark away and lets what a run
 * has missed be fetched. Throws `not_found` where there is no key, and `key_unreadable` for one that does not open.
 */
async function testSavedKey(userId: number): Promise<RezenKeyTest> {
  await spendKeyTest(userId);
  const { apiKey, agentId, savedAt } = await openSavedKey(userId);
  const test = await askAboutKey({ apiKey, agentId });
  const about = { userId, savedAt, byUserId: userId };
  if (test.ok)
    await transaction({ agent: userId }, async tx => {
      await lockOnboarding(tx, "agent", userId);
      await healKey(tx, about);
      await resumeAfterKey(tx, userId);
    });
  else if (test.class === "auth" || test.class === "permission") {
    const fault = test.class;
    await transaction({ agent: userId }, tx => breakKey(tx, { ...about, fault }));
  }
  return test;
}

async function testTypedKey(userId: number, apiKey: string, typed: string | null): Promise<RezenKeyTest> {
  const agentId = requireAgentId(typed, await findAgentId(userId));
  await spendKeyTest(userId);
  const test = await askAboutKey({ apiKey, agentId });
  if (!test.ok) await noteTestFailed({ kind: "agent", subjectId: userId, stepId: "sync" }, test.class);
  return test;
}

/** Tests a key as it was typed, or without one the key on file; the answer is one of six classes or the agent's name, and never the key. */
export async function testKey({ userId }: { userId: number }, { apiKey, agentId }: KeyTrial): Promise<KeyTestView> {
  const startedAt = performance.now();
  const test = apiKey === undefined ? await testSavedKey(userId) : await testTypedKey(userId, apiKey, agentId);
  return toTestView(test, startedAt);
}
