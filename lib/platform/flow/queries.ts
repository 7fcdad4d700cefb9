import { Prisma, type Tx, transaction } from "../db";
import { nowOnce, within } from "./period";
import type { Period } from "./schema";
import type { Flow } from "./step";
import type { Kind } from "./subject";
import type { CauseView, ReminderFigures, SourceFigures, StepFigures, WaitFigures } from "./view";

// Of more than this many the newest tell the middle as well.
const mostTimed = 5000;

// Seen, not done, still open, and not looked at for a day. A look beside a save may have missed it, so the step itself has the last word.
const isDropped = Prisma.sql`
  NOT seen.settled AND seen.last_at < ${nowOnce} - interval '1 day' AND o.status IN ('pending', 'running')
  AND NOT EXISTS (SELECT FROM onboarding_step s WHERE s.onboarding_id = seen.onboarding_id AND s.step = seen.step AND s.state = 'done')`;

type Of = { kind: Kind; period: Period };
type Counted = { step: string; count: number };

const isOf = (column: Prisma.Sql, kind: Kind) => Prisma.sql`${column} = ${kind}::"OnboardingKind"`;

const countEvents = (tx: Tx, { kind, period }: Of) =>
  tx.$queryRaw<(Counted & { event: "seen" | "saved" })[]>`
    SELECT step, event::text, count(*)::int AS count FROM step_event
    WHERE ${isOf(Prisma.sql`kind`, kind)} AND event IN ('seen', 'saved') AND ${within(Prisma.sql`first_at`, period)} GROUP BY step, step_event.event`;

const countDropped = (tx: Tx, { kind, period }: Of) =>
  tx.$queryRaw<Counted[]>`
    SELECT seen.step, count(*)::int AS count FROM step_event seen JOIN onboarding o ON o.id = seen.onboarding_id
    WHERE ${isOf(Prisma.sql`seen.kind`, kind)} AND seen.event = 'seen' AND ${within(Prisma.sql`seen.first_at`, period)} AND ${isDropped}
    GROUP BY 1`;

// Whether somebody left is looked up for each fault by its key: faults are few beside what was seen.
const listCauses = (tx: Tx, { kind, period }: Of) =>
  tx.$queryRaw<(CauseView & { step: string })[]>`
    SELECT step, event, code, count(*)::int AS people, sum(times)::int AS times, (count(*) FILTER (WHERE "isDropped"))::int AS dropped
    FROM (
      SELECT fault.step, fault.event::text, fault.code, fault.count AS times, (
        SELECT (SELECT ${isDropped} FROM onboarding o WHERE o.id = seen.onboarding_id) AND ${within(Prisma.sql`seen.first_at`, period)} FROM step_event seen
        WHERE seen.onboarding_id = fault.onboarding_id AND seen.step = fault.step AND seen.event = 'seen' AND seen.code = '') AS "isDropped"
      FROM step_event fault
      WHERE ${isOf(Prisma.sql`fault.kind`, kind)} AND fault.event IN ('refused', 'test_failed')
        AND ${within(Prisma.sql`fault.first_at`, period)}
    ) faults GROUP BY 1, 2, 3 ORDER BY people DESC, code`;

// Row-level security keeps the database from knowing that kind and step are the same in all rows: in their order it reads the index as it lies.
async function findMedian(tx: Tx, { kind, period }: Of, step: string): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ median: number | null }[]>`
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median FROM (
      SELECT seconds FROM step_event WHERE ${isOf(Prisma.sql`kind`, kind)} AND step = ${step} AND event = 'saved'
        AND ${within(Prisma.sql`first_at`, period)}
        ORDER BY kind DESC, step DESC, first_at DESC LIMIT ${mostTimed}) newest`;
  return row?.median ?? null;
}

const causesOf = (causes: readonly (CauseView & { step: string })[], at: string): CauseView[] =>
  causes.filter(({ step }) => step === at).map(({ step: _, ...cause }) => cause);

/** What happened at each step of a flow in a period, in its order, and why people were held up. */
export const getStepFigures = ({ kind, steps }: Flow, period: Period): Promise<StepFigures[]> =>
  transaction("system", async tx => {
    const of = { kind, period };
    const events = await countEvents(tx, of);
    const [dropped, causes] = [await countDropped(tx, of), await listCauses(tx, of)];
    const figures: StepFigures[] = [];
    const countOf = (counted: readonly Counted[], at: string) => counted.find(({ step }) => step === at)?.count ?? 0;
    const seen = events.filter(({ event }) => event === "seen");
    const saved = events.filter(({ event }) => event === "saved");
    for (const { id: step } of steps)
      figures.push({
        kind,
        step,
        seen: countOf(seen, step),
        saved: countOf(saved, step),
        dropped: countOf(dropped, step),
        medianSeconds: await findMedian(tx, of, step),
        causes: causesOf(causes, step),
      });
    return figures;
  });

/** How often each source was right about what it filled in, by what was decided in a period. */
export const getSourceFigures = (period: Period): Promise<SourceFigures[]> =>
  transaction(
    "system",
    tx => tx.$queryRaw<SourceFigures[]>`
      SELECT source, (count(*) FILTER (WHERE NOT asked))::int AS shown,
        (count(*) FILTER (WHERE NOT asked AND decision = 'kept'))::int AS kept,
        (count(*) FILTER (WHERE NOT asked AND decision = 'changed'))::int AS changed,
        (count(*) FILTER (WHERE NOT asked AND decision = 'removed'))::int AS removed,
        (count(*) FILTER (WHERE asked))::int AS asked, (count(*) FILTER (WHERE asked AND decision = 'kept'))::int AS taken
      FROM prefill_decision WHERE ${within(Prisma.sql`decided_at`, period)} GROUP BY source ORDER BY source`,
  );

/** How long the first runs took that ended in a period, from asked for to ended. */
export const getWaitFigures = (period: Period): Promise<WaitFigures[]> =>
  transaction(
    "system",
    tx => tx.$queryRaw<WaitFigures[]>`
      SELECT o.kind::text, count(*)::int AS runs,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM r.ended_at - r.created_at)::float8) AS "medianSeconds"
      FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id
      WHERE r.number = 1 AND r.ended_at IS NOT NULL AND ${within(Prisma.sql`r.ended_at`, period)} GROUP BY 1 ORDER BY 1`,
  );

// A step that was saved for the first time, a run that was asked for, or the end.
const wentOn = (after: Prisma.Sql, until: Prisma.Sql): Prisma.Sql => Prisma.sql`
  EXISTS (SELECT FROM step_event e WHERE e.onboarding_id = r.onboarding_id AND e.event = 'saved' AND e.first_at > ${after} AND e.first_at <= ${until})
  OR EXISTS (SELECT FROM onboarding_run n WHERE n.onboarding_id = r.onboarding_id AND n.created_at > ${after} AND n.created_at <= ${until})
  OR EXISTS (SELECT FROM onboarding o WHERE o.id = r.onboarding_id AND o.status = 'complete' AND o.ended_at > ${after} AND o.ended_at <= ${until})`;

/** What came of the reminders that were sent in a period, by kind. */
export const getReminderFigures = (period: Period): Promise<ReminderFigures[]> =>
  transaction(
    "system",
    tx => tx.$queryRaw<ReminderFigures[]>`
      SELECT r.kind::text, count(*)::int AS sent,
        (count(*) FILTER (WHERE ${wentOn(Prisma.sql`r.sent_at`, Prisma.sql`r.sent_at + interval '168 hours'`)}))::int AS "cameBack",
        count(r.stopped_at)::int AS stopped
      FROM reminder r WHERE ${within(Prisma.sql`r.sent_at`, period)} GROUP BY 1 ORDER BY 1`,
  );
