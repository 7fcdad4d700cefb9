import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError, invalidInput } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { refuseTest } from "@/lib/platform/outbound/key-test";
import { rezenCatalogue } from "../client/rezen-catalogue";
import type { RezenKey } from "../schema";
import { askAboutKey, asksAgentId, type Proof, requireAgentId, spendKeyTest } from "./ask-rezen";
import { findAgentId } from "./find-agent-id";
import { keepProvenKey } from "./keep-proven-key";
import { healKey } from "./key-health";
import { resumeAfterKey } from "./resume-after-key";

const { refusals } = rezenCatalogue;
// It is not the agent's fault that nobody is there.
const notOurs = { field: "apiKey", message: "rezenWrongAddress" };

/** The key may have too few rights, or the id be somebody else's: reZEN does not say which. */
function refuseAgent(): AppError {
  const message = "rezenNotThisAgent";
  const errors = ["apiKey", "agentId"].map(field => ({ field, code: "permission", message }));
  return new AppError("invalid_input", { errors, message });
}

async function proveKey(userId: number, input: RezenKey): Promise<Proof> {
  const agentId = requireAgentId(input.agentId, await findAgentId(userId));
  await spendKeyTest(userId);
  const test = await askAboutKey({ ...input, agentId });
  if (!test.ok) {
    if (test.class === "permission" && input.agentId !== null && asksAgentId()) throw refuseAgent();
    const isOurs = test.checks.addressAnswers === "failed";
    throw refuseTest(test, isOurs ? { ...refusals, wrong_address: notOurs } : refusals);
  }
  if (input.agentId !== null && test.agentId !== input.agentId) throw refuseTest({ class: "wrong_address" }, refusals);
  return test;
}

/** Is anything here of the agent that this account is now, or on its way? */
async function hasData(tx: Tx, userId: number): Promise<boolean> {
  const [found] = await tx.$queryRaw<{ is: boolean }[]>`
    SELECT EXISTS (SELECT FROM agent WHERE user_id = ${userId} AND synced_at IS NOT NULL)
      OR EXISTS (SELECT FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id WHERE o.agent_user_id = ${userId} AND r.ended_at IS NULL)
      OR EXISTS (SELECT FROM team_members WHERE user_id = ${userId})
      OR EXISTS (SELECT FROM rezen_listing_staging WHERE user_id = ${userId})
      OR EXISTS (SELECT FROM rezen_transaction_staging WHERE user_id = ${userId})
      OR EXISTS (SELECT FROM sponsor_tree WHERE user_id = ${userId})
      OR EXISTS (SELECT FROM contribution WHERE user_id = ${userId})
      OR EXISTS (SELECT FROM agent_cap_data WHERE user_id = ${userId})
      OR EXISTS (SELECT FROM equity_transactions WHERE user_id = ${userId})
      OR EXISTS (SELECT FROM revshare_payment WHERE user_id = ${userId}) AS is`;
  return found?.is ?? false;
}

/** Two agents' data in one account could never be told apart again. */
async function requireSameAgent(tx: Tx, userId: number, proof: Proof): Promise<void> {
  const kept = await tx.agent.findUniqueOrThrow({ where: { userId }, select: { id: true } });
  if (kept.id === null || kept.id === proof.agentId || !(await hasData(tx, userId))) return;
  throw invalidInput([{ field: "agentId", code: "other_agent", message: "rezenOtherAgent" }]);
}

type Actor = { userId: number };

/**
 * Tests a key, and keeps it with what the test proved: the agent's id and name, and the type of the account. What a run has missed for want of a
 * key is fetched by itself. A key that fails is not kept, nor one of another agent than the one whose data is here (`other_agent`).
 */
export async function saveKey({ userId }: Actor, input: RezenKey, address: string): Promise<void> {
  const proof = await proveKey(userId, input);
  await transaction({ agent: userId }, async tx => {
    await lockOnboarding(tx, "agent", userId);
    await requireSameAgent(tx, userId, proof);
    await keepProvenKey(tx, userId, { ...proof, apiKey: input.apiKey });
    await healKey(tx, { userId, isReplaced: true });
    await audit(tx, {
      action: "agent.key_saved",
      actor: { kind: "user", id: userId },
      subject: { kind: "agent", id: userId },
      detail: { agentId: proof.agentId },
      address,
    });
    await resumeAfterKey(tx, userId);
  });
}
