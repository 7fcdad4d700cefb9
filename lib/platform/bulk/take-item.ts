import { audit } from "../audit";
import type { SessionUser } from "../auth/session";
import { type Tx, transaction } from "../db";
import type { Kind } from "../flow/subject";
import type { Upstream } from "../outbound/upstreams";
import { findHeldUp, type HeldUp, isHeldUp, nothingHeldUp, upstreamOfKind } from "./held-up";
import type { BulkAction } from "./schema";
import { countItems, stopBulk } from "./service";

/** A bulk job that this process works off, as long as nobody else holds a later fence. */
export type HeldBulk = {
  id: number;
  fence: number;
  action: BulkAction;
  reason: string | null;
  until: Date | null;
  askedBy: number;
};

/** An item that is begun; of one that was begun before, by another process or without an answer, with what the audit trail had come to then. */
export type BegunItem = { onboardingId: number; kind: string; tries: number; leftSince: number | null };

/** What is next: an item, as whom it is done; or nothing, because all are done, they must wait, or the job is not ours any more. */
export type Next = { item: BegunItem; actor: SessionUser } | "over" | "waits" | "lost";

async function findAdmin(tx: Tx, id: number): Promise<SessionUser | null> {
  const user = await tx.user.findUnique({
    where: { id },
    select: { name: true, phoneNumber: true, disabledAt: true, roles: { select: { role: true, storeId: true } } },
  });
  if (!user || user.disabledAt || !user.roles.some(({ role }) => role === "admin")) return null;
  const { name, phoneNumber, roles } = user;
  return { id, sid: "", name, phoneNumber, roles, storeId: null, customerId: null };
}

type Row = { onboardingId: number; kind: string; tries: number; auditBefore: number | null };

// What was left comes first: it was begun already, so it holds nobody's place.
const findNext = (tx: Tx, id: number, heldUp: HeldUp) => tx.$queryRaw<Row[]>`
  SELECT onboarding_id AS "onboardingId", kind, tries, audit_before AS "auditBefore" FROM (
    (SELECT i.*, 0 AS place FROM bulk_item i WHERE job_id = ${id} AND state = 'begun' ORDER BY onboarding_id LIMIT 1)
    UNION ALL
    (SELECT i.*, 1 AS place FROM bulk_item i WHERE job_id = ${id} AND state = 'pending' AND NOT ${isHeldUp(heldUp)}
      AND (not_before IS NULL OR not_before <= app_now()) ORDER BY onboarding_id LIMIT 1)
  ) found ORDER BY place LIMIT 1`;

async function endOrWait(tx: Tx, { id }: HeldBulk, waitsFor: Upstream | null): Promise<Next> {
  const [left] = await tx.$queryRaw<{ kind: string }[]>`
    SELECT kind FROM bulk_item WHERE job_id = ${id} AND state = 'pending' LIMIT 1`;
  if (left) {
    await tx.$executeRaw`UPDATE bulk_job SET waits_for = ${waitsFor} WHERE id = ${id} AND waits_for IS DISTINCT FROM ${waitsFor}`;
    return "waits";
  }
  await tx.$executeRaw`UPDATE bulk_job SET state = 'done', ended_at = app_now(), waits_for = NULL WHERE id = ${id}`;
  const subject = { kind: "bulk_job", id };
  await audit(tx, { action: "bulk.done", actor: { kind: "system" }, subject, detail: await countItems(tx, id) });
  return "over";
}

async function begin(tx: Tx, { id }: HeldBulk, row: Row): Promise<BegunItem> {
  const { onboardingId, kind, tries, auditBefore } = row;
  // Kept from its first try on: an act may have come through without anybody hearing of it.
  await tx.$executeRaw`
    UPDATE bulk_item SET state = 'begun', tries = tries + 1, audit_before = coalesce(audit_before, (SELECT coalesce(max(id), 0) FROM audit_entry))
    WHERE job_id = ${id} AND onboarding_id = ${onboardingId}`;
  await tx.$executeRaw`UPDATE bulk_job SET waits_for = NULL WHERE id = ${id} AND waits_for IS NOT NULL`;
  return { onboardingId, kind, tries: tries + 1, leftSince: auditBefore };
}

// What stops or opens something reads nothing outside.
const asksNobody: ReadonlySet<BulkAction> = new Set(["cancel", "skip"]);

/**
 * Begins the next item of a job that is still ours, goes on, and was asked for by somebody who is an admin still; ends the job after its last one, and before
 * where they are none any more.
 */
export const takeItem = (held: HeldBulk): Promise<Next> =>
  transaction("system", async tx => {
    const [mine] = await tx.$queryRaw<unknown[]>`
      SELECT FROM bulk_job WHERE id = ${held.id} AND fence = ${held.fence} AND state = 'running' FOR UPDATE`;
    if (!mine) return "lost";
    const actor = await findAdmin(tx, held.askedBy);
    if (!actor) {
      await stopBulk(tx, { id: held.id, because: "forbidden", by: null });
      return "over";
    }
    const heldUp = asksNobody.has(held.action) ? nothingHeldUp : await findHeldUp(tx);
    const [row] = await findNext(tx, held.id, heldUp);
    if (!row) return endOrWait(tx, held, await findWaitedFor(tx, held.id, heldUp));
    return { item: await begin(tx, held, row), actor };
  });

async function findWaitedFor(tx: Tx, id: number, heldUp: HeldUp): Promise<Upstream | null> {
  const [row] = await tx.$queryRaw<{ kind: Kind }[]>`
    SELECT kind FROM bulk_item i WHERE job_id = ${id} AND state = 'pending' AND ${isHeldUp(heldUp)} LIMIT 1`;
  return (row && upstreamOfKind[row.kind]) ?? null;
}
