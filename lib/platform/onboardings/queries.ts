import { isAdmin } from "../auth/policy";
import type { SessionUser } from "../auth/session";
import { now } from "../clock";
import { Prisma, type Tx, transaction } from "../db";
import { stalledRuns } from "../flow/stalled";
import { type Page, readPlace, selectPage, type Turn, turnPage, writePlace } from "../keyset";
import type { OnboardingSearch, OnboardingsNowSearch } from "./schema";
import { conditionsOf, sortKeys } from "./search";
import {
  countedFresh,
  countedUpTo,
  type FoundOnboarding,
  type OnboardingPage,
  type OnboardingRow,
  type OnboardingsNow,
  type SavedView,
  toOnboardingRow,
} from "./view";

type Ordered = Pick<OnboardingSearch, "sort" | "order">;
type Found = FoundOnboarding & { sortKey: string | null };

const orderName = ({ sort, order }: Ordered) => `${sort}.${order}`;
const isId = (text: string) => /^\d{1,9}$/.test(text);

// A place says after which onboarding, and not what it is called: addresses are kept, and an operator reads nobody's name.
const placeOf = (search: Ordered, { id }: { id: string }) => writePlace(orderName(search), { key: null, id });

/** Where in its order a list is asked for; a place of another order, of nobody, or none at all, is its beginning. A leading "-" leads to the page before. */
async function findTurn(tx: Tx, search: OnboardingSearch): Promise<Turn> {
  const isBackward = search.cursor?.startsWith("-") ?? false;
  const { key, kind } = sortKeys[search.sort];
  const told = readPlace(orderName(search), kind, search.cursor?.slice(isBackward ? 1 : 0));
  if (!told || !isId(told.id)) return null;
  const [found] = await tx.$queryRaw<{ key: string | null }[]>`
    SELECT to_json(${key}) #>> '{}' AS key FROM onboarding_summary s WHERE s.onboarding_id = ${Number(told.id)}`;
  return found ? { place: { key: found.key, id: told.id }, isBackward } : null;
}

const allOf = (conditions: readonly Prisma.Sql[]) =>
  conditions.length > 0 ? Prisma.join([...conditions], " AND ") : Prisma.sql`true`;

/** The ids of a page in its order, one more than it shows. */
export function selectOnboardings(search: OnboardingSearch, turn: Turn): Prisma.Sql {
  const { key, kind } = sortKeys[search.sort];
  const of = {
    from: Prisma.sql`onboarding_summary s`,
    where: allOf(conditionsOf(search)),
    id: Prisma.sql`s.onboarding_id`,
  };
  return selectPage({ ...of, key, kind, isAscending: search.order === "asc" }, turn, search.limit + 1);
}

// Of the onboarding `o`.
const lastRun = Prisma.sql`SELECT r.id, r.status FROM onboarding_run r WHERE r.onboarding_id = o.id ORDER BY r.number DESC LIMIT 1`;
const isPaused = Prisma.sql`(EXISTS (SELECT FROM agent WHERE user_id = o.agent_user_id AND sync_paused_at IS NOT NULL)
  OR EXISTS (SELECT FROM customer WHERE id = o.customer_id AND sync_paused_at IS NOT NULL))`;

// A bar moves with every page of a worker, the rows of this table only when a step does: what goes on is counted as it is now.
const readRows = (tx: Tx, page: Prisma.Sql) => tx.$queryRaw<Found[]>`
  WITH page AS MATERIALIZED (${page}), stalled AS MATERIALIZED (${stalledRuns})
  SELECT s.onboarding_id AS id, s.kind, coalesce(o.store_id, o.practitioner_id, o.member_id, o.agent_user_id, o.customer_id) AS "subjectId",
    s.subject, CASE WHEN EXISTS (SELECT FROM stalled WHERE stalled.onboarding_id = s.onboarding_id) THEN 'stalled' ELSE s.state END AS status,
    s.step, CASE WHEN s.state IN ('running', 'retrying') THEN onboarding_percent(s.onboarding_id) ELSE s.percent END AS percent, s.attempts,
    s.error_step AS "errorStep", s.error_code AS "errorCode", s.error_print AS "errorPrint", s.waiting_for AS "waitingFor", s.next_attempt_at AS "nextAttemptAt",
    s.started_at AS "startedAt", s.ended_at AS "endedAt", s.took_seconds AS "tookSeconds", last.id AS "runId", last.status::text AS "runStatus",
    ${isPaused} AS "isPaused", o.store_id IS NULL OR EXISTS (SELECT FROM stores WHERE id = o.store_id AND owner_id IS NOT NULL) AS "isOwned", to_json(page.sort_key) #>> '{}' AS "sortKey"
  FROM page JOIN onboarding_summary s ON s.onboarding_id = page.id JOIN onboarding o ON o.id = page.id LEFT JOIN LATERAL (${lastRun}) last ON true
  ORDER BY page.place`;

/** How many there are, up to one more than is told exactly; null where nothing is filtered, because that count says nothing and costs the most. */
async function countFound(tx: Tx, search: OnboardingSearch): Promise<number | null> {
  const conditions = conditionsOf(search);
  return conditions.length > 0 ? countUpTo(tx, conditions, countedUpTo) : null;
}

async function countUpTo(tx: Tx, conditions: readonly Prisma.Sql[], most: number): Promise<number> {
  const [row] = await tx.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM (
      SELECT FROM onboarding_summary s WHERE ${allOf(conditions)} LIMIT ${most + 1}::int) found`;
  return row?.total ?? 0;
}

async function findNewest(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ id: number | null }[]>`SELECT max(onboarding_id) AS id FROM onboarding_summary`;
  return row?.id ?? 0;
}

/** A page of onboardings of all kinds for the desk, sorted and filtered; an operator reads people masked. */
export async function listOnboardings(
  reader: Pick<SessionUser, "roles">,
  search: OnboardingSearch,
): Promise<OnboardingPage> {
  const { turn, newest, found, total } = await transaction("system", async tx => {
    const turn = await findTurn(tx, search);
    const found = await readRows(tx, selectOnboardings(search, turn));
    return { turn, found, newest: await findNewest(tx), total: await countFound(tx, search) };
  });
  const rows = found.map(row => ({ ...row, id: String(row.id), row }));
  const { items, previous, next } = turnPage(rows, turn, search.limit);
  return {
    items: items.map(({ row }) => toOnboardingRow(row, !isAdmin(reader))),
    previousCursor: previous && `-${placeOf(search, previous)}`,
    nextCursor: next && placeOf(search, next),
    total,
    newest,
    readAt: (await now()).toISOString(),
  };
}

/** All that a search finds, page after page and each as it then stands, up to `most`; an operator reads people masked. */
export async function* walkOnboardings(
  reader: Pick<SessionUser, "roles">,
  search: Omit<OnboardingSearch, "cursor" | "limit">,
  most: number,
): AsyncGenerator<OnboardingRow> {
  const limit = 1000;
  let turn: Turn = null;
  for (let told = 0; told < most; ) {
    const page = selectOnboardings({ ...search, limit }, turn);
    const found = await transaction("system", tx => readRows(tx, page));
    const rows = found.map(row => ({ ...row, id: String(row.id), row }));
    const { items, next }: Page<(typeof rows)[number]> = turnPage(rows, turn, limit);
    for (const { row } of items.slice(0, most - told)) yield toOnboardingRow(row, !isAdmin(reader));
    told += items.length;
    if (!next) return;
    turn = { place: next, isBackward: false };
  }
}

/** How onboardings that somebody looks at stand now, and how many have come since that their search finds; an operator reads people masked. */
export async function readOnboardingsNow(
  reader: Pick<SessionUser, "roles">,
  { ids = [], since, ...filter }: OnboardingsNowSearch,
): Promise<OnboardingsNow> {
  const page = Prisma.sql`
    SELECT onboarding_id AS id, NULL AS sort_key, onboarding_id AS place FROM onboarding_summary WHERE onboarding_id = ANY(${ids}::int[])`;
  const [found, fresh] = await transaction("system", async tx => [
    ids.length > 0 ? await readRows(tx, page) : [],
    await countUpTo(tx, [Prisma.sql`s.onboarding_id > ${since}::int`, ...conditionsOf(filter)], countedFresh),
  ]);
  return { items: found.map(row => toOnboardingRow(row, !isAdmin(reader))), fresh };
}

/** The views that somebody has saved, by name. */
export const listSavedViews = (userId: number): Promise<SavedView[]> =>
  transaction("system", tx =>
    tx.savedView.findMany({
      where: { userId },
      select: { id: true, name: true, search: true },
      orderBy: { name: "asc" },
    }),
  );
