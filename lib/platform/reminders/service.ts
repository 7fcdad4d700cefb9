import { audit } from "../audit";
import { sha256 } from "../crypto";
import { transaction } from "../db";
import { ownerFields, subjectOf } from "../flow/subject";
import { withdrawMessage } from "../notifications/settle";
import type { ReminderLink } from "./schema";

/** Ends the reminders of the onboarding whose link this is, and takes back one that has not left yet; of a link that nobody was sent, nothing happens. */
export async function stopReminders(
  { token }: ReminderLink,
  caller: { address: string; agent: string },
): Promise<void> {
  await transaction("system", async tx => {
    const [stopped] = await tx.$queryRaw<{ id: number; onboardingId: number }[]>`
      UPDATE reminder SET stopped_at = app_now() WHERE token_hash = ${sha256(token)} AND stopped_at IS NULL
      RETURNING id, onboarding_id AS "onboardingId"`;
    if (!stopped) return;
    const select = { kind: true, ...ownerFields };
    const of = await tx.onboarding.findUniqueOrThrow({ where: { id: stopped.onboardingId }, select });
    const newest = await tx.reminder.findFirst({
      where: { onboardingId: stopped.onboardingId },
      orderBy: { id: "desc" },
    });
    await withdrawMessage(tx, `reminder:${newest?.id ?? stopped.id}`);
    await audit(tx, {
      action: `${of.kind}.reminders_stopped`,
      actor: { kind: "anonymous" },
      subject: { kind: of.kind, id: subjectOf(of.kind, of) ?? 0 },
      ...caller,
    });
  });
}
