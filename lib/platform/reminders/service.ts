import { audit } from "../audit";
import { sha256 } from "../crypto";
import { type Tx, transaction } from "../db";
import type { Kind } from "../flow/subject";
import { stopAllReminders } from "../preferences/service";
import type { ReminderLink } from "./schema";

type Reminded = { kind: Kind; subject: number; userId: number | null };

/** Whose reminder this link came with, once it is written down that they stopped them by it; null for a link that nobody was sent. */
async function noteStop(tx: Tx, token: string): Promise<Reminded | null> {
  const [stopped] = await tx.$queryRaw<Reminded[]>`
    WITH stopped AS (
      UPDATE reminder SET stopped_at = coalesce(stopped_at, app_now()) WHERE token_hash = ${sha256(token)} RETURNING onboarding_id)
    SELECT o.kind::text AS kind, coalesce(s.owner_id, p.user_id, o.agent_user_id) AS "userId",
      coalesce(o.store_id, o.practitioner_id, o.agent_user_id, o.member_id, o.customer_id) AS subject
    FROM stopped JOIN onboarding o ON o.id = stopped.onboarding_id LEFT JOIN stores s ON s.id = o.store_id
    LEFT JOIN practitioners p ON p.id = o.practitioner_id`;
  return stopped ?? null;
}

/**
 * Ends the reminders of whoever was sent this link, as they could themselves where they choose what they are told, and takes back what has not left
 * yet; of a link that nobody was sent, nothing happens.
 */
export async function stopReminders(
  { token }: ReminderLink,
  caller: { address: string; agent: string },
): Promise<void> {
  await transaction("system", async tx => {
    const of = await noteStop(tx, token);
    if (!of?.userId || !(await stopAllReminders(tx, of.userId))) return;
    await audit(tx, {
      action: `${of.kind}.reminders_stopped`,
      actor: { kind: "anonymous" },
      subject: { kind: of.kind, id: of.subject },
      ...caller,
    });
  });
}
