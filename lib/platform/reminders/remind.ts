import { findTestCode } from "../auth/test-numbers";
import { randomToken, sha256 } from "../crypto";
import { Prisma, type Tx, transaction } from "../db";
import { env } from "../env";
import { listProgress } from "../flow/progress";
import { inLanguage } from "../i18n/language";
import { toLocale } from "../i18n/locales";
import { log } from "../log";
import { enqueueMessage } from "../notifications/outbox";
import { holdChoices } from "../preferences/wants";
import { type Due, listDue } from "./due";
import { reminderMail, reminderSms } from "./messages";
import type { Reminding } from "./reminding";

// Of each kind; the rest at the next pass.
const mostAtOnce = 100;

const readSteps = (tx: Tx, onboardingId: number) =>
  tx.onboardingStep.findMany({ where: { onboardingId, parent: null }, orderBy: { position: "asc" } });

async function tell(tx: Tx, { flow, placeOf }: Reminding, due: Due): Promise<boolean> {
  const { current, done, total } = listProgress(await readSteps(tx, due.onboardingId));
  const step = flow.steps.find(({ id }) => id === current);
  if (!step) return false;
  const { kind } = flow;
  const channel = due.email ? "email" : "sms";
  const token = randomToken();
  // Of two passes at once one writes the row, and only that one the message.
  const [made] = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO reminder (onboarding_id, kind, stretch_at, step, channel, token_hash, sent_at)
    VALUES (${due.onboardingId}, ${kind}::"OnboardingKind", ${due.stretchAt}, ${step.id}, ${channel}::"OutboxChannel", ${sha256(token)}, app_now())
    ON CONFLICT (onboarding_id, stretch_at) DO NOTHING RETURNING id`;
  if (!made) return false;
  const place = placeOf(due, step.id.replaceAll("_", "-"));
  const news = { kind, name: due.name ?? "", step: step.id, done, total, place, token };
  const write = () => (channel === "email" ? reminderMail(news) : reminderSms(news));
  const content = await inLanguage(toLocale(due.locale), write);
  const recipient = due.email ?? due.phone;
  const withheld = channel === "sms" && (await findTestCode(tx, recipient)) !== null;
  const how = { dedupeKey: `reminder:${made.id}`, tenant: `${kind}:${due.subject}`, withheld };
  await enqueueMessage(tx, { channel, recipient, ...content, ...how });
  return true;
}

/** Reminds one person, if they are still to be reminded: between the look and now they may have gone on, or said that they want no more. */
const remindOne = (reminding: Reminding, { onboardingId, userId }: Due): Promise<boolean> =>
  transaction("system", async tx => {
    await holdChoices(tx, userId);
    const [due] = await listDue(tx, reminding, Prisma.sql`o.id = ${onboardingId}`, 1);
    return due ? tell(tx, reminding, due) : false;
  });

/** Reminds whoever has not gone on for REMINDER_DAYS, each in a transaction of their own: one that fails holds up no other. Returns how many. */
export async function sendReminders(remindings: readonly Reminding[]): Promise<number> {
  if (env.reminderDays === 0) return 0;
  let sent = 0;
  for (const reminding of remindings) {
    const due = await transaction("system", tx => listDue(tx, reminding, Prisma.sql`true`, mostAtOnce));
    for (const one of due)
      await remindOne(reminding, one).then(
        isTold => {
          sent += isTold ? 1 : 0;
        },
        error => log.error({ err: error, onboarding: one.onboardingId }, "nobody was reminded, it comes later"),
      );
  }
  return sent;
}
