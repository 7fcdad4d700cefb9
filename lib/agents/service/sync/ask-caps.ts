import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import { readCap } from "../../client/cap";
import type { CapInfo } from "../../client/entities";
import type { SyncSetup } from "./setup";

/** What was answered of some agents' caps: whose could not be read is in `failed`. */
export type AskedCaps = { caps: { agentId: string; cap: CapInfo }[]; failed: string[]; drift: string[] };

const atOnce = 4;

/** Does this failure say something about everybody, not about one member? */
const isEverybodys = (thrown: OutboundError, inARow: number): boolean =>
  thrown.kind === "auth" ||
  thrown.reason === "breaker_open" ||
  thrown.reason === "busy" ||
  thrown.reason === "cancelled" ||
  (thrown.retryable && inARow >= atOnce);

/**
 * Asks for the caps of some team members, a few at once. One that fails is told; what hits everybody is thrown: a refused key, an open circuit,
 * or an outage or a wish to slow down at one after the other.
 */
export async function askCaps(
  { access }: SyncSetup,
  agentIds: readonly string[],
  signal: AbortSignal,
): Promise<AskedCaps> {
  const asked: AskedCaps = { caps: [], failed: [], drift: [] };
  const waiting = [...agentIds];
  let [inARow, last] = [0, null as OutboundError | null];
  const askOne = async (agentId: string) => {
    try {
      const { cap, drift } = await readCap(access, agentId, signal);
      asked.caps.push({ agentId, cap });
      asked.drift.push(...drift);
      inARow = 0;
    } catch (thrown) {
      if (!(thrown instanceof OutboundError)) throw thrown;
      asked.failed.push(agentId);
      inARow += 1;
      last = thrown;
      if (isEverybodys(thrown, inARow)) throw thrown;
    }
  };
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await askOne(next);
  };
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, work));
  const broken = ends.find(end => end.status === "rejected");
  if (broken) throw broken.reason;
  if (last?.retryable && agentIds.length > 1 && asked.caps.length === 0) throw last;
  return asked;
}
