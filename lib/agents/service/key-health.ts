import { audit } from "@/lib/platform/audit";
import { inLanguageOf } from "@/lib/platform/auth/language";
import type { Tx } from "@/lib/platform/db";
import { writeNotice } from "@/lib/platform/notices/service";
import { enqueueMessage } from "@/lib/platform/notifications/outbox";
import { wants } from "@/lib/platform/preferences/wants";
import { keyBrokenMail, keyWorksMail } from "../messages";
import { placeOfKey } from "./key-place";
import { rezen } from "./rezen-key";

/** Why a stored key is of no use: it is refused, it lacks the right to read its agent, or we can no longer open it. */
export type KeyFault = "auth" | "permission" | "unreadable";

/** Who found out: a run, or a person who looked. */
type Finder = { jobId: number } | { byUserId: number };

const actorOf = (by: Finder | { isReplaced: true }) =>
  "byUserId" in by ? ({ kind: "user", id: by.byUserId } as const) : ({ kind: "system" } as const);
const detailOf = (by: Finder) => ("jobId" in by ? { jobId: by.jobId } : {});

/** Under the bell, and by mail where we have an address and such mails are wanted. */
async function writeToAgent(tx: Tx, userId: number, how: "broken" | "works", fault: KeyFault): Promise<void> {
  const [key] = await tx.$queryRaw<{ lastFour: string }[]>`
    SELECT last_four AS "lastFour" FROM credentials WHERE user_id = ${userId} AND platform = ${rezen}`;
  if (!key) return;
  const [to] = await tx.$queryRaw<{ email: string | null }[]>`SELECT email FROM agent_contact()`;
  if (to?.email && (await wants(tx, userId, "keys.email"))) {
    const news = { ...key, fault, place: placeOfKey };
    const mail = await inLanguageOf(tx, userId, () => (how === "broken" ? keyBrokenMail(news) : keyWorksMail(news)));
    const about = { kind: `agent.key_${how}`, tenant: `agent:${userId}` };
    await enqueueMessage(tx, { channel: "email", recipient: to.email, ...about, ...mail });
  }
  await writeNotice(tx, { userId, storeId: null, kind: `agent_key_${how}`, values: key, href: placeOfKey });
}

/** A key that is of no use, by the account and the moment at which it was saved: why, and who found out. */
export type Breakage = { userId: number; savedAt: Date; fault: KeyFault } & Finder;

/**
 * Marks a key that is of no use, once until it works again or breaks in another way, and writes to its owner if it was not they who looked. In a
 * transaction of the agent's. A key that was changed or deleted meanwhile is another one.
 */
export async function breakKey(tx: Tx, { userId, savedAt, fault, ...by }: Breakage): Promise<void> {
  const isSeen = "byUserId" in by;
  const marked = await tx.$executeRaw`
    UPDATE credentials SET broken_at = coalesce(broken_at, app_now()), broken_class = ${fault},
      told_at = CASE WHEN ${isSeen} THEN told_at ELSE app_now() END
    WHERE user_id = ${userId} AND platform = ${rezen} AND tested_at = ${savedAt} AND deleted_at IS NULL
      AND broken_class IS DISTINCT FROM ${fault}`;
  if (marked === 0) return;
  if (!isSeen) await writeToAgent(tx, userId, "broken", fault);
  await audit(tx, {
    action: fault === "unreadable" ? "agent.key_unreadable" : "agent.key_refused",
    actor: actorOf(by),
    subject: { kind: "agent", id: userId },
    detail: { class: fault, ...detailOf(by) },
  });
}

/** Which key works, without `savedAt` whichever has just been saved, and who found out. */
export type Recovery = { userId: number; savedAt?: Date } & (Finder | { isReplaced: true });

/** Takes the mark from a key that works again; its owner is written to if they were written to before. Does nothing to a key without a mark. */
export async function healKey(tx: Tx, { userId, savedAt, ...by }: Recovery): Promise<void> {
  const [was] = await tx.$queryRaw<{ fault: KeyFault; wasTold: boolean }[]>`
    WITH broken AS (
      SELECT id, broken_class, told_at FROM credentials
      WHERE user_id = ${userId} AND platform = ${rezen} AND broken_at IS NOT NULL
        AND tested_at = coalesce(${savedAt ?? null}::timestamptz, tested_at) FOR UPDATE
    )
    UPDATE credentials c SET broken_at = NULL, broken_class = NULL, told_at = NULL FROM broken b WHERE c.id = b.id
    RETURNING b.broken_class AS fault, b.told_at IS NOT NULL AS "wasTold"`;
  if (!was) return;
  if (was.wasTold) await writeToAgent(tx, userId, "works", was.fault);
  const isReplaced = "isReplaced" in by;
  await audit(tx, {
    action: "agent.key_recovered",
    actor: actorOf(by),
    subject: { kind: "agent", id: userId },
    detail: isReplaced ? { isReplaced } : { isReplaced, ...detailOf(by) },
  });
}
