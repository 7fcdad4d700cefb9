import type { Tx } from "@/lib/platform/db";
import { enqueueMessage } from "@/lib/platform/notifications/outbox";
import { failedMail } from "../messages/failed";
import type { Decision } from "../schema/activation";
import type { Case } from "./find-case";
import { inEmployersLanguage } from "./in-employers-language";

/** Writes to whoever was due and did not get the plan what was missing, where they can be reached by mail; which rules did not hold, and no value. */
export async function tellFailed(
  tx: Tx,
  { memberId, name, email, language, plan, at }: Case,
  { rules }: Decision,
): Promise<void> {
  if (!email || !plan) return;
  const missing = rules.filter(({ ok }) => !ok).map(({ id }) => id);
  const news = { name: name ?? "", plan: plan.name, missing };
  const mail = await inEmployersLanguage(language, () => failedMail(news));
  const how = { dedupeKey: `member.failed:${memberId}:${at.getTime()}`, tenant: `member:${memberId}` };
  await enqueueMessage(tx, { channel: "email", recipient: email, ...mail, ...how });
}
