import { audit } from "../audit";
import type { SessionUser } from "../auth/session";
import { now } from "../clock";
import { type Tx, transaction } from "../db";
import { beginTurn } from "../flow/turn";
import type { Download } from "../http/csv-file";
import { sendJob } from "../jobs/queue";
import { getChecks, walkEntries } from "./queries";
import type { AuditExport } from "./schema";
import { isGone, walk } from "./verify";
import type { AuditView, ChecksView } from "./view";

type By = { actor: Pick<SessionUser, "id">; caller: { address: string; agent: string } };

/** The queue that walks over the whole trail. */
export const checkQueue = "platform.audit_check";

const nudgeCheck = (tx: Tx, checkId: number): Promise<void> =>
  sendJob(tx, checkQueue, { checkId }, { key: String(checkId) });

/** Begins a walk over the whole trail, by a worker; while one goes on that is the one. */
export async function orderCheck({ actor, caller }: By): Promise<ChecksView> {
  await transaction("system", async tx => {
    const [made] = await tx.$queryRaw<{ id: number }[]>`
      INSERT INTO audit_check (asked_by, created_at) VALUES (${actor.id}, app_now()) ON CONFLICT DO NOTHING RETURNING id`;
    if (!made) return;
    await nudgeCheck(tx, made.id);
    await audit(tx, {
      action: "audit.check_ordered",
      actor: { kind: "user", id: actor.id },
      subject: { kind: "audit_check", id: made.id },
      ...caller,
    });
  });
  return getChecks();
}

type Held = { total: number | null; entryId: number; hash: string };

const entriesAtOnce = 2000;

/** Walks so many entries on and writes down how far it came; true at the end. Who comes meanwhile waits, and goes on from there. */
const goOn = (id: number): Promise<boolean> =>
  transaction("system", async tx => {
    const [held] = await tx.$queryRaw<Held[]>`
      SELECT total, entry_id AS "entryId", hash FROM audit_check WHERE id = ${id} AND ended_at IS NULL FOR UPDATE`;
    if (!held) return true;
    const total = held.total ?? (await tx.auditEntry.count());
    const from = held.entryId > 0 ? { id: held.entryId, hash: held.hash } : null;
    const isLost = from !== null && (await isGone(tx, from));
    const { count, head, broken, isEnd } = isLost
      ? { count: 0, head: from, broken: { id: from.id, why: "deleted" as const }, isEnd: true }
      : await walk(tx, from, entriesAtOnce);
    await tx.$executeRaw`
      UPDATE audit_check SET total = ${total}, checked = checked + ${count}::int, entry_id = ${head?.id ?? 0}, hash = ${head?.hash ?? ""},
        verdict = ${isEnd ? (broken?.why ?? "whole") : null}, broken_id = ${broken?.id ?? null}::int, ended_at = CASE WHEN ${isEnd} THEN app_now() END
      WHERE id = ${id}`;
    return isEnd;
  });

/** Walks over the whole trail, some thousand entries in each transaction, until its end or until others must have their turn. */
export async function runCheck(checkId: number, signal: AbortSignal): Promise<void> {
  const turn = beginTurn({ sliceSeconds: 20, job: checkQueue }, { key: String(checkId), holdsJob: true });
  const untilMs = performance.now() + 200_000;
  while (!(await goOn(checkId))) {
    signal.throwIfAborted();
    if (performance.now() > untilMs || (await turn.isOver()))
      return transaction("system", tx => nudgeCheck(tx, checkId));
  }
}

/** Sends again the walk that has not come to its end; how many. */
export async function nudgeOpenChecks(tx: Tx): Promise<number> {
  const open = await tx.auditCheck.findMany({ where: { endedAt: null }, select: { id: true } });
  for (const { id } of open) await nudgeCheck(tx, id);
  return open.length;
}

/** A download has this many entries at most. */
const mostExported = 100_000;

const columns = [
  ...["id", "at", "action", "actor_kind", "actor_id", "subject_kind", "subject_id", "onboarding_id", "support_code"],
  ...["detail", "address", "agent"],
];

const lineOf = ({
  id,
  at,
  action,
  actor,
  subject,
  onboardingId,
  trace,
  facts,
  address,
  agent,
}: AuditView): string[] => {
  const detail = facts.map(({ name, before, value }) => `${name}: ${before === null ? value : `${before} → ${value}`}`);
  const cells = [id, at, action, actor.kind, actor.id, subject?.kind, subject?.id, onboardingId, trace];
  return [...cells, detail.join("; "), address, agent].map(cell => String(cell ?? ""));
};

/** The entries that a search finds as a table, read while it is written, with a last line where there are more; who took it, and of what, is in the trail. */
export async function exportTrail(
  actor: Pick<SessionUser, "id" | "roles">,
  search: AuditExport,
  caller: By["caller"],
): Promise<Download> {
  await transaction("system", tx =>
    audit(tx, {
      action: "audit.exported",
      actor: { kind: "user", id: actor.id },
      detail: { filter: search },
      ...caller,
    }),
  );
  async function* lines() {
    yield columns;
    let told = 0;
    for await (const entry of walkEntries(actor, search, mostExported + 1)) {
      if (++told > mostExported) yield [`There are more entries than ${mostExported}: choose fewer days.`];
      else yield lineOf(entry);
    }
  }
  return { name: `audit-${(await now()).toISOString().slice(0, 10)}.csv`, lines: lines() };
}
