import { audit } from "@/lib/platform/audit";
import { inLanguageOf } from "@/lib/platform/auth/language";
import type { Tx } from "@/lib/platform/db";
import { getOnboarding } from "@/lib/platform/flow/onboarding";
import { enqueueMessage } from "@/lib/platform/notifications/outbox";
import { wants } from "@/lib/platform/preferences/wants";
import { keyBrokenMail, keyWorksMail } from "../messages";
import { isOpenAt } from "../view/readiness";
import { tellOwner } from "./tell-owner";

/** Why a stored key is of no use: it is refused, it lacks the right to read orders, or we can no longer open it. */
export type KeyFault = "auth" | "permission" | "unreadable";

/** Which key: the one that a store had saved at this moment, and no later one. */
type SavedKey = { storeId: number; savedAt: Date };

const clock = (tx: Tx) => tx.$queryRaw<{ now: Date }[]>`SELECT app_now() AS now`;

/** Where the owner of a store replaces its key, below the store: in the wizard while that is open, in the settings afterwards. */
async function placeOfKey(tx: Tx, storeId: number): Promise<string> {
  const [time] = await clock(tx);
  const isOpen = time && isOpenAt(await getOnboarding(tx, "store", storeId), time.now);
  return isOpen ? "settings/letzshop" : "onboarding/letzshop-api?from=check";
}

async function writeToOwner(
  tx: Tx,
  storeId: number,
  mailOf: typeof keyBrokenMail | typeof keyWorksMail,
  fault: KeyFault,
) {
  const { letzshop, ...store } = await tx.store.findUniqueOrThrow({
    where: { id: storeId },
    select: {
      ownerId: true,
      code: true,
      name: true,
      email: true,
      letzshop: { select: { lastFour: true, shopName: true } },
    },
  });
  if (!letzshop) return;
  const place = await placeOfKey(tx, storeId);
  const how = mailOf === keyBrokenMail ? "broken" : "works";
  if (await wants(tx, store.ownerId, "keys.email")) {
    const news = { ...letzshop, name: store.name, place: `/store/${store.code}/${place}`, fault };
    const mail = await inLanguageOf(tx, store.ownerId, () => mailOf(news));
    const about = { kind: `store.key_${how}`, tenant: `store:${storeId}` };
    await enqueueMessage(tx, { channel: "email", recipient: store.email, ...about, ...mail });
  }
  const kind = `store_key_${how}` as const;
  await tellOwner(tx, storeId, { kind, values: { lastFour: letzshop.lastFour }, place });
}

/** A key that is of no use, why, and who found out. */
export type Breakage = SavedKey & { fault: KeyFault } & ({ jobId: number } | { userId: number });

/**
 * Marks a key that is of no use, once until it works again or breaks in another way, and writes to the owner if it was not they who looked: what
 * has to be done is another thing then. A key that was changed or deleted meanwhile is another one.
 */
export async function breakKey(tx: Tx, { storeId, savedAt, fault, ...by }: Breakage): Promise<void> {
  const isSeen = "userId" in by;
  const marked = await tx.$executeRaw`
    UPDATE letzshop_credential SET broken_at = coalesce(broken_at, app_now()), broken_class = ${fault},
      told_at = CASE WHEN ${isSeen} THEN told_at ELSE app_now() END
    WHERE store_id = ${storeId} AND tested_at = ${savedAt} AND deleted_at IS NULL AND broken_class IS DISTINCT FROM ${fault}`;
  if (marked === 0) return;
  if (!isSeen) await writeToOwner(tx, storeId, keyBrokenMail, fault);
  await audit(tx, {
    action: fault === "unreadable" ? "store.key_unreadable" : "store.key_refused",
    actor: isSeen ? { kind: "user", id: by.userId } : { kind: "system" },
    subject: { kind: "store", id: storeId },
    detail: isSeen ? { class: fault } : { class: fault, jobId: by.jobId },
  });
}

type Recovery = { storeId: number; savedAt?: Date } & ({ jobId: number } | { userId: number } | { isReplaced: true });

/**
 * Takes the mark from a key that works again, or, without `savedAt`, from whichever has just been saved; the owner is written to if they were
 * written to before. Does nothing to a key without a mark.
 */
export async function healKey(tx: Tx, { storeId, savedAt, ...by }: Recovery): Promise<void> {
  const healed = await tx.$queryRaw<{ fault: KeyFault; wasTold: boolean }[]>`
    WITH broken AS (
      SELECT store_id, broken_class, told_at FROM letzshop_credential
      WHERE store_id = ${storeId} AND broken_at IS NOT NULL AND tested_at = coalesce(${savedAt ?? null}::timestamptz, tested_at) FOR UPDATE
    )
    UPDATE letzshop_credential c SET broken_at = NULL, broken_class = NULL, told_at = NULL FROM broken b WHERE c.store_id = b.store_id
    RETURNING b.broken_class AS fault, b.told_at IS NOT NULL AS "wasTold"`;
  const [was] = healed;
  if (!was) return;
  if (was.wasTold) await writeToOwner(tx, storeId, keyWorksMail, was.fault);
  await audit(tx, {
    action: "store.key_recovered",
    actor: "userId" in by ? { kind: "user", id: by.userId } : { kind: "system" },
    subject: { kind: "store", id: storeId },
    detail: "jobId" in by ? by : { isReplaced: "isReplaced" in by },
  });
}
