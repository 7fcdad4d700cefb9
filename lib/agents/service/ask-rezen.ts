import { env } from "@/lib/platform/env";
import { invalidInput } from "@/lib/platform/errors";
import { sendable, spendTest } from "@/lib/platform/outbound/key-test";
import { type RezenKeyTest, testRezenKey } from "../client/test-rezen-key";
import type { RezenKey } from "../schema";

/** A test of a key that went well: whose it is. */
export type Proof = Extract<RezenKeyTest, { ok: true }>;

/** Does a key come with its agent id, since it does not say itself whose it is? */
export const asksAgentId = (): boolean => env.rezenApiProfile === "simple";

/** Counts a test of an account's key, of which there are ten a minute. Throws `rate_limited`. */
export const spendKeyTest = (userId: number): Promise<void> => spendTest(`rezen-test:${userId}`);

/** Asks reZEN about a key; who waits has spent a test of it. Throws `unavailable` when our own budget let nobody be asked. */
export const askAboutKey = ({ apiKey, agentId }: RezenKey): Promise<RezenKeyTest> =>
  testRezenKey({ apiKey: sendable(apiKey), agentId, isWatched: true });

/** The agent that a typed key is for: as typed, else the account's. Throws 422 where neither says so and the key does not either. */
export function requireAgentId(typed: string | null, known: string | null): string | null {
  // A key that says whose it is proves more than what we know from before.
  if (!asksAgentId()) return typed;
  const agentId = typed ?? known;
  if (agentId === null) throw invalidInput([{ field: "agentId", code: "required", message: "rezenAgentIdRequired" }]);
  return agentId;
}
