import type { Tx } from "../db";
import { probeReader, probeRecipient } from "../measures/probe";
import { writeNotice } from "../notices/service";
import { enqueueMessage } from "../notifications/outbox";
import { slackWay, tellSlack } from "../notifications/slack";
import { listAdmins, listReachableAdmins, listTextableAdmins } from "./admins";
import { alertMail, type News, slackText, smsText, type Told, wordsOf } from "./messages";
import { type AnyRule, probeRule } from "./schema";
import { textAdmins } from "./texts";

/** How the outbox names the messages of alerts, so that whoever stands in for a dead worker finds them. */
export const alertKeyPrefix = "alert:";

/** Whom a rule tells by each of its channels. */
async function findAudience(tx: Tx, channels: readonly string[]) {
  return {
    mailed: channels.includes("email") ? await listReachableAdmins(tx) : [],
    belled: channels.includes("in_app") ? await listAdmins(tx) : [],
    texted: channels.includes("sms") ? await listTextableAdmins(tx) : [],
    isToldInSlack: channels.includes("slack") && slackWay() !== null,
  };
}
type Audience = Awaited<ReturnType<typeof findAudience>>;

/** Writes one piece of news to everybody whom it is for; what is critical goes by SMS when it begins, and not when it is over. */
async function write(tx: Tx, news: News & { key: string }, audience: Audience): Promise<void> {
  const words = wordsOf(news);
  const topic = `${alertKeyPrefix}${news.alert.id}`;
  const key = `${topic}:${news.key}`;
  const { name, what, next, severity, place } = words;
  if (audience.mailed.length > 0) {
    const mail = await alertMail(words);
    for (const { id, email } of audience.mailed)
      await enqueueMessage(tx, { channel: "email", recipient: email, dedupeKey: `${key}:${id}`, ...mail });
  }
  const values = { name, what, next, severity };
  const notice = { storeId: null, kind: news.isOver ? "alert_over" : "alert_begun", values, href: place };
  for (const { id } of audience.belled)
    await writeNotice(tx, { ...notice, userId: id, dedupeKey: `${key}:bell:${id}` });
  const text = { about: news.rule, text: smsText(words), keyOf: (id: number) => `${key}:sms:${id}` };
  if (severity === "critical" && !news.isOver) await textAdmins(tx, audience.texted, text);
  if (audience.isToldInSlack) await tellSlack(tx, { topic, text: slackText(words), dedupeKey: `${key}:slack` });
}

/** Writes the alerts on made-up failures as any alert is written, to whom they are for; that they are over is of no interest. */
async function tellProbes(tx: Tx, begun: readonly Told[]): Promise<void> {
  for (const alert of begun) {
    const mail = await alertMail(wordsOf({ rule: probeRule, alert, isOver: false }));
    const dedupeKey = `${alertKeyPrefix}${alert.id}:${alert.told}:${probeReader}`;
    await enqueueMessage(tx, {
      channel: "email",
      recipient: probeRecipient(),
      dedupeKey,
      usefulForSeconds: 600,
      ...mail,
    });
  }
}

/** What a rule has to tell: where, what has begun, once it is claimed, and what is over. */
type Telling = {
  rule: AnyRule;
  channels: readonly string[];
  claim: () => Promise<Told[]>;
  over: readonly Told[];
};

/**
 * Tells the admins by every channel of a rule: what `claim` says is to be told, and of what is over that which was told. In Slack an alert is one message,
 * which says in the end that it is over. With nobody to tell nothing counts as told, so that the first who can be reached hears of it.
 */
export async function tellAlerts(tx: Tx, { rule, channels, claim, over }: Telling): Promise<void> {
  if (rule === probeRule) return tellProbes(tx, await claim());
  const audience = await findAudience(tx, channels);
  const { mailed, belled, texted, isToldInSlack } = audience;
  if (mailed.length + belled.length + texted.length === 0 && !isToldInSlack) return;
  const begun = (await claim()).map(alert => ({ rule, alert, isOver: false, key: String(alert.told) }));
  const ended = over.filter(({ told }) => told > 0).map(alert => ({ rule, alert, isOver: true, key: "over" }));
  for (const news of [...ended, ...begun]) await write(tx, news, audience);
}
