import { type AuditFact, audit } from "@/lib/platform/audit";
import type { SessionUser } from "@/lib/platform/auth/session";
import type { Tx } from "@/lib/platform/db";

/** Which admin acts, and from where. */
export type By = { actor: Pick<SessionUser, "id">; caller: { address: string; agent: string } };

/** Writes down what an admin did with what an employer has; late in its transaction. */
export const noteAct = (tx: Tx, { actor, caller }: By, fact: Pick<AuditFact, "action" | "subject" | "detail">) =>
  audit(tx, { ...fact, actor: { kind: "user", id: actor.id }, ...caller });
