import { type AuditFact, audit } from "../audit";
import { transaction } from "../db";
import { AppError } from "../errors";
import { OutboundError } from "../outbound/outbound-error";
import { askSandbox } from "./remote";
import type { FaultOrder } from "./schema";

type By = { actorId: number; address: string; agent: string };

const orRefuse = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof OutboundError) throw new AppError("unavailable");
    throw error;
  }
};

const note = (action: AuditFact["action"], detail: object, { actorId, ...caller }: By) =>
  transaction("system", tx =>
    audit(tx, { action, actor: { kind: "user", id: actorId }, detail: { ...detail }, ...caller }),
  );

/** Has a pretended upstream misbehave. Throws `not_found` in production, `invalid_input`, and `unavailable` while the sandbox does not answer. */
export async function setFault({ operation, ...order }: FaultOrder, by: By): Promise<object> {
  const rule = { ...order, ...(operation ? { operation } : {}) };
  await orRefuse(askSandbox("/_faults", { method: "PUT", json: rule }));
  await note("sandbox.fault_set", rule, by);
  return {};
}

/** Has one of them, or all, behave again. Throws as `setFault` does. */
export async function endFaults(upstream: string | null, by: By): Promise<object> {
  const path = upstream ? `/_faults?upstream=${encodeURIComponent(upstream)}` : "/_faults";
  await orRefuse(askSandbox(path, { method: "DELETE" }));
  await note("sandbox.faults_ended", { upstream: upstream ?? "all" }, by);
  return {};
}
