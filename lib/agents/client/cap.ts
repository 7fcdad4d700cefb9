import { isRecord } from "@/lib/platform/parse-json";
import { Drift } from "./drift";
import type { CapInfo } from "./entities";
import { Fields } from "./fields";
import { askRezen, failureOf, pathId, profileOf, type RezenAccess } from "./rezen-call";
import { rezenPaths } from "./rezen-paths";

const leftOut = new Set(["createdAt", "updatedAt", "id", "type", "feePaid", "postCapFee", "capLevel"]);

/** Reads how far an agent, oneself or somebody of the team, is from its cap. Throws OutboundError, `unexpected` when the answer tells of no cap. */
export async function readCap(
  access: RezenAccess,
  agentId: string,
  signal?: AbortSignal,
): Promise<{ cap: CapInfo; drift: string[] }> {
  const body = await askRezen(access, rezenPaths.cap[profileOf(access)](pathId(agentId)), signal);
  return readCapBody(body, agentId);
}

/** Reads the body of an agent's cap; throws OutboundError `unexpected` when it tells of none. */
export function readCapBody(body: unknown, agentId: string): { cap: CapInfo; drift: string[] } {
  if (!isRecord(body)) throw failureOf("unexpected");
  const drift = new Drift();
  const fields = new Fields(body, "cap", drift).withCurrency("currency");
  const cap = {
    agentId: fields.id("agentId", "yentaId", "agentYentaId") ?? agentId,
    anniversaryDate: fields.day("anniversaryDate"),
    brokerageCapAmount: fields.amount("brokerageCapAmount", "cap"),
    brokerageCapAmountPaid: fields.amount("brokerageCapAmountPaid"),
    brokerageCapped: fields.boolean("brokerageCapped", "capped"),
    teamCapAmount: fields.amount("teamCapAmount"),
    teamCapAmountPaid: fields.amount("teamCapAmountPaid"),
    teamCapped: fields.boolean("teamCapped"),
    feeAmount: fields.amount("feeAmount"),
  };
  fields.close(leftOut);
  const { agentId: _, anniversaryDate, ...told } = cap;
  const tellsNothing = anniversaryDate === null && Object.values(told).every(value => value === null);
  if (tellsNothing || cap.agentId.toLowerCase() !== agentId.toLowerCase()) throw failureOf("unexpected");
  return { cap, drift: drift.list() };
}
