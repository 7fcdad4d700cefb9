import { afterAll, vi } from "vitest";
import { rezenSandbox } from "@/lib/agents/sandbox/rezen";
import { openAccount } from "@/lib/agents/service/open-account";
import { keepKey } from "@/lib/agents/service/rezen-key";
import { transaction } from "../db";
import type { Fault } from "../sandbox/faults";
import type { Load } from "../sandbox/load";
import { listen, sandboxState } from "../sandbox/server";

/** A reZEN of a test's own, with little of everything: `fail` spoils all calls of an operation, `count` tells how many there were, `load` how many at once. */
export type SandboxRezen = {
  fail: (operation: string, fault: Fault, times?: number) => void;
  mend: () => void;
  count: () => number;
  load: () => Load | undefined;
};

const sizes = {
  ...{ transactions: 12, listings: 4, contributions: 6, network: 8, sponsors: 2 },
  ...{ members: 3, payments: 3, awards: 3, latencyMs: 0 },
};

/** Opens a reZEN, whose answers take as long as is said, and points this test's calls to it; call it before anything reads the environment. */
export async function openSandboxRezen({ latencyMs = 0 } = {}): Promise<SandboxRezen> {
  const state = sandboxState(latencyMs);
  const { url, close } = await listen(state, [rezenSandbox(sizes, new Date())], { host: "127.0.0.1", port: 0 });
  vi.stubEnv("OUTBOUND_PRIVATE_ORIGINS", url);
  vi.stubEnv("REZEN_API_URL", `${url}/rezen`);
  afterAll(close);
  return {
    fail: (operation, fault, times) => state.faults.add({ upstream: "rezen", operation, fault, times, after: 0 }),
    mend: () => state.faults.clear(),
    count: () => state.calls.list("rezen", null).length,
    load: () => state.load.list().rezen,
  };
}

/** The two agents whom every sandbox knows. */
export const knownAgents = {
  team: { key: "real_sandbox_key", agentId: "11111111-1111-4111-8111-111111111160" },
  solo: { key: "real_solo_key", agentId: "11111111-1111-4111-8111-111111111161" },
};

let serial = 0;

/** Makes an agent's account; with its key to reZEN unless told otherwise. */
export async function newAgentAccount(
  of: keyof typeof knownAgents | null = "team",
): Promise<{ userId: number; onboardingId: number }> {
  const phoneNumber = `+1415556${String(++serial).padStart(4, "0")}`;
  const made = await transaction("system", async tx => {
    const { id: userId } = await tx.user.create({
      data: { phoneNumber, email: `agent${serial}@example.com` },
      select: { id: true },
    });
    await openAccount(tx, { userId, name: "Ada Agent", email: null });
    const { id } = await tx.onboarding.findUniqueOrThrow({ where: { agentUserId: userId }, select: { id: true } });
    return { userId, onboardingId: id };
  });
  if (of) await giveKey(made.userId, of);
  return made;
}

/** Keeps a key that was proven. */
export const giveKey = (userId: number, of: keyof typeof knownAgents, key = knownAgents[of].key): Promise<void> =>
  transaction({ agent: userId }, async tx => {
    await tx.agent.update({ where: { userId }, data: { id: knownAgents[of].agentId } });
    await keepKey(tx, userId, key);
  });
