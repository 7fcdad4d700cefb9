import { audit } from "../../audit";
import type { SessionUser } from "../../auth/session";
import type { Tx } from "../../db";

/** Which admin acts, and from where. */
export type By = { actor: Pick<SessionUser, "id">; caller: { address: string; agent: string } };

type Act = "created" | "changed" | "rotated" | "removed" | "replayed" | "tested";

/** Writes down what an admin did with a partner's webhook; late in its transaction. */
export const noteWebhook = (tx: Tx, by: By, what: Act, accountId: string, detail: Record<string, unknown> = {}) =>
  audit(tx, {
    action: `partner.webhook_${what}`,
    actor: { kind: "user", id: by.actor.id },
    subject: { kind: "partner", id: accountId },
    detail,
    ...by.caller,
  });
