import { transaction } from "@/lib/platform/db";
import { getStepFigures } from "@/lib/platform/flow/queries";
import type { Period } from "@/lib/platform/flow/schema";
import { practitionerOnboarding } from "../steps";
import type { CompletionView, StageView } from "../view/funnel";

/** How many practitioners are through, as sources/003 counts them. */
export const getCompletion = (): Promise<CompletionView> =>
  transaction("system", async tx => {
    const [counted] = await tx.$queryRaw<CompletionView[]>`
      SELECT
        COUNT(*)::int AS total,
        COUNT(CASE WHEN crm_onboarding_completed THEN 1 END)::int AS completed,
        COUNT(CASE WHEN is_contacted AND NOT crm_onboarding_completed THEN 1 END)::int AS "calledButNotOnboarded",
        ROUND(COUNT(CASE WHEN crm_onboarding_completed THEN 1 END) * 100.0 / NULLIF(COUNT(*), 0), 2)::float8 AS "completionRate"
      FROM practitioners`;
    if (!counted) throw new Error("nobody was counted");
    return counted;
  });

const percentOf = (count: number, before: number | undefined): number | null =>
  before ? Math.round((count / before) * 10_000) / 100 : null;

/** The conversion funnel of sources/003: its five stages in its order. */
export const getFunnel = (): Promise<StageView[]> =>
  transaction("system", async tx => {
    const stages = await tx.$queryRaw<{ stage: string; count: number }[]>`
      SELECT stage, count::int FROM (
        SELECT 1 AS place, 'Total Practitioners' AS stage, COUNT(*) AS count FROM practitioners
        UNION ALL
        SELECT 2, 'Called by Agent', COUNT(*) FROM practitioners WHERE is_contacted = true
        UNION ALL
        SELECT 3, 'Started CRM Onboarding', COUNT(*) FROM practitioners WHERE crm_first_login_date IS NOT NULL
        UNION ALL
        SELECT 4, 'Completed CRM Onboarding', COUNT(*) FROM practitioners WHERE crm_onboarding_completed = true
        UNION ALL
        SELECT 5, 'Have Offerings', COUNT(DISTINCT practitioner_id) FROM offerings WHERE is_active = true
      ) AS funnel ORDER BY place`;
    return stages.map(({ stage, count }, at) => ({
      stage,
      count,
      conversion: percentOf(count, stages[at - 1]?.count),
    }));
  });

/**
 * How many practitioners are past the gate, or have something only those past it can have, without all five parts: none, unless something is wrong.
 */
export const countUnfinishedPastGate = (): Promise<number> =>
  transaction("system", async tx => {
    const [counted] = await tx.$queryRaw<{ count: number }[]>`
      WITH past AS (
        SELECT practitioner_id AS id FROM onboarding WHERE kind = 'practitioner' AND status = 'complete'
        UNION SELECT id FROM practitioners WHERE crm_onboarding_completed
        UNION SELECT practitioner_id FROM offerings WHERE is_active)
      SELECT count(*)::int AS count FROM past JOIN practitioners p USING (id) LEFT JOIN onboarding o ON o.practitioner_id = past.id
        LEFT JOIN facilitator_basic_info b ON b.practitioner_id = past.id
        LEFT JOIN facilitator_visual_profile v ON v.practitioner_id = past.id
        LEFT JOIN facilitator_professional_details d ON d.practitioner_id = past.id
        LEFT JOIN facilitator_bio_about a ON a.practitioner_id = past.id
      WHERE o.status IS DISTINCT FROM 'complete' OR NOT p.crm_onboarding_completed OR b.id IS NULL OR v.id IS NULL OR d.id IS NULL OR a.id IS NULL
        OR EXISTS (SELECT FROM onboarding_step s WHERE s.onboarding_id = o.id AND s.state <> 'done')`;
    return counted?.count ?? 0;
  });

/** What happened at each step of the practitioners' wizard in a period. */
export const listPractitionerSteps = (period: Period) => getStepFigures(practitionerOnboarding, period);
