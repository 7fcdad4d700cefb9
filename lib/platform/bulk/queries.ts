import { isAdmin } from "../auth/policy";
import type { SessionUser } from "../auth/session";
import { Prisma, type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { canBe, isHastened, selectMeant } from "./meant";
import { type BulkAsked, type BulkItemSearch, type BulkPreview, mostItems } from "./schema";
import { type BulkView, type FoundItem, toBulkResult } from "./view";

type Previewed = BulkPreview["kinds"][number] & { hastened: number };

/** What a job would do now, and with how many nothing. */
export async function previewBulk({ action, ...which }: BulkAsked): Promise<BulkPreview> {
  const hastens = action === "retry" ? isHastened : Prisma.sql`false`;
  const rows = await transaction(
    "system",
    tx => tx.$queryRaw<Previewed[]>`
      SELECT m.kind, count(*)::int AS count, (count(*) FILTER (WHERE NOT (${canBe[action]})))::int AS cannot,
        (count(*) FILTER (WHERE ${hastens}))::int AS hastened
      FROM (${selectMeant(which)}) m GROUP BY m.kind ORDER BY count DESC, m.kind`,
  );
  const sum = (of: "count" | "cannot" | "hastened") => rows.reduce((total, row) => total + row[of], 0);
  const kinds = rows.map(({ kind, count, cannot }) => ({ kind, count, cannot }));
  return { total: sum("count"), most: mostItems, cannot: sum("cannot"), hastened: sum("hastened"), kinds };
}

type Job = Pick<BulkView, "action" | "state" | "endedBecause" | "waitsFor" | "reason"> & {
  askedBy: number;
  name: string | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
};

const findJob = (tx: Tx, id: number) => tx.$queryRaw<Job[]>`
  SELECT b.action, b.state, b.ended_because AS "endedBecause", b.waits_for AS "waitsFor", b.reason, b.asked_by AS "askedBy", u.name,
    b.created_at AS "createdAt", b.started_at AS "startedAt", b.ended_at AS "endedAt"
  FROM bulk_job b LEFT JOIN "user" u ON u.id = b.asked_by WHERE b.id = ${id}`;

const listItems = (tx: Tx, id: number, { state, cursor = 0, limit }: BulkItemSearch) => tx.$queryRaw<FoundItem[]>`
  SELECT i.onboarding_id AS id, i.kind, s.subject, i.state, i.code, i.message
  FROM bulk_item i LEFT JOIN onboarding_summary s ON s.onboarding_id = i.onboarding_id
  WHERE i.job_id = ${id} AND i.onboarding_id > ${cursor} ${state ? Prisma.sql`AND i.state = ${state}` : Prisma.empty}
  ORDER BY i.onboarding_id LIMIT ${limit + 1}`;

const countStates = (tx: Tx, id: number) => tx.$queryRaw<[BulkView["counts"]]>`
  SELECT (count(*) FILTER (WHERE state = 'pending'))::int AS pending, (count(*) FILTER (WHERE state = 'begun'))::int AS begun,
    (count(*) FILTER (WHERE state = 'done'))::int AS done, (count(*) FILTER (WHERE state = 'refused'))::int AS refused
  FROM bulk_item WHERE job_id = ${id}`;

/** A bulk job with a page of its results, for staff; null where there is none. An operator reads people masked, and no reason. */
export async function findBulk(
  reader: Pick<SessionUser, "roles">,
  id: number,
  search: BulkItemSearch,
): Promise<BulkView | null> {
  return transaction("system", async tx => {
    const [job] = await findJob(tx, id);
    if (!job) return null;
    const [[counts], found] = [await countStates(tx, id), await listItems(tx, id, search)];
    const page = found.slice(0, search.limit);
    const { askedBy, name, createdAt, startedAt, endedAt, ...rest } = job;
    const { pending, begun, done, refused } = counts;
    return {
      id,
      ...rest,
      reason: isAdmin(reader) ? rest.reason : null,
      askedBy: { id: askedBy, name },
      createdAt: createdAt.toISOString(),
      startedAt: startedAt?.toISOString() ?? null,
      endedAt: endedAt?.toISOString() ?? null,
      total: pending + begun + done + refused,
      done: done + refused,
      counts,
      results: page.map(item => toBulkResult(item, !isAdmin(reader))),
      nextCursor: found.length > search.limit ? String(page.at(-1)?.id) : null,
    };
  });
}

/** The same; throws `not_found`. */
export async function getBulk(...asked: Parameters<typeof findBulk>): Promise<BulkView> {
  const found = await findBulk(...asked);
  if (!found) throw new AppError("not_found");
  return found;
}
