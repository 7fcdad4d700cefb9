import { isAdmin } from "../auth/policy";
import type { SessionUser } from "../auth/session";
import { Prisma, type Tx, transaction } from "../db";
import { stalledRuns } from "../flow/stalled";
import { readPlace, selectPage, type Turn, turnPage, writePlace } from "../keyset";
import type { OnboardingSearch } from "./schema";
import { conditionsOf, sortKeys } from "./search";
import { countedUpTo, type FoundOnboarding, type OnboardingPage, toOnboardingRow } from "./view";

type Ordered = Pick<OnboardingSearch, "sort" | "order">;
type Found = FoundOnboarding & { sortKey: string | null };

const orderName = ({ sort, order }: Ordered) => `${sort}.${order}`;
const isId = (text: string) => /^\d{1,9}$/.test(text);

/** Where in its order a list is asked for; a place of another order, or none at all, is its beginning. A leading "-" leads to the page before. */
function turnOf(search: OnboardingSearch): Turn {
  const isBackward = search.cursor?.startsWith("-") ?? false;
  const place = readPlace(orderName(search), sortKeys[search.sort].kind, search.cursor?.slice(isBackward ? 1 : 0));
  return place && isId(place.id) ? { place, isBackward } : null;
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
const readRows = (tx: Tx, search: OnboardingSearch, turn: Turn) => tx.$queryRaw<Found[]>`
  WITH page AS MATERIALIZED (${selectOnboardings(search, turn)}), stalled AS MATERIALIZED (${stalledRuns})
  SELECT s.onboarding_id AS id, s.kind, coalesce(o.store_id, o.practitioner_id, o.member_id, o.agent_user_id, o.customer_id) AS "subjectId",
    s.subject, CASE WHEN EXISTS (SELECT FROM stalled WHERE stalled.onboarding_id = s.onboarding_id) THEN 'stalled' ELSE s.state END AS status,
    s.step, CASE WHEN s.state IN ('running', 'retrying') THEN onboarding_percent(s.onboarding_id) ELSE s.percent END AS percent, s.attempts,
    s.error_step AS "errorStep", s.error_code AS "errorCode", s.error_print AS "errorPrint", s.waiting_for AS "waitingFor", s.next_attempt_at AS "nextAttemptAt",
    s.started_at AS "startedAt", s.ended_at AS "endedAt", s.took_seconds AS "tookSeconds", last.id AS "runId", last.status::text AS "runStatus",
    ${isPaused} AS "isPaused", to_json(page.sort_key) #>> '{}' AS "sortKey"
  FROM page JOIN onboarding_summary s ON s.onboarding_id = page.id JOIN onboarding o ON o.id = page.id LEFT JOIN LATERAL (${lastRun}) last ON true
  ORDER BY page.place`;

/** How many there are, up to one more than is told exactly; null where nothing is filtered, because that count says nothing and costs the most. */
async function countFound(tx: Tx, search: OnboardingSearch): Promise<number | null> {
  const conditions = conditionsOf(search);
  if (conditions.length === 0) return null;
  const [row] = await tx.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM (
      SELECT FROM onboarding_summary s WHERE ${allOf(conditions)} LIMIT ${countedUpTo + 1}) found`;
  return row?.total ?? 0;
}

/** A page of onboardings of all kinds for the desk, sorted and filtered; an operator reads people masked. */
export async function listOnboardings(
  reader: Pick<SessionUser, "roles">,
  search: OnboardingSearch,
): Promise<OnboardingPage> {
  const turn = turnOf(search);
  const [found, total] = await transaction("system", async tx => [
    await readRows(tx, search, turn),
    await countFound(tx, search),
  ]);
  const rows = found.map(row => ({ ...row, id: String(row.id), row }));
  const { items, previous, next } = turnPage(rows, turn, search.limit);
  return {
    items: items.map(({ row }) => toOnboardingRow(row, !isAdmin(reader))),
    previousCursor: previous && `-${writePlace(orderName(search), previous)}`,
    nextCursor: next && writePlace(orderName(search), next),
    total,
  };
}
