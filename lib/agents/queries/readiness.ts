import { Prisma, type Tx } from "@/lib/platform/db";
import type { Requirement } from "@/lib/platform/readiness/requirement";
import { readStanding, standingOf } from "@/lib/platform/readiness/standing";
import { rezen } from "../service/rezen-key";
import { type AgentFacts, toReadiness } from "../view/readiness";

// Also while the rest of a first sync is on its way; of the agent `a` and the onboarding `o`.
const hasArrived = Prisma.sql`(EXISTS (SELECT FROM agent_data_set d WHERE d.user_id = a.user_id)
  OR EXISTS (SELECT FROM onboarding_step s WHERE s.onboarding_id = o.id AND s.parent IS NOT NULL AND s.state = 'done')
  OR EXISTS (SELECT FROM onboarding_run r WHERE r.onboarding_id = o.id AND r.status IN ('complete', 'partial')))`;

type Row = AgentFacts & { agentId: string | null; fullName: string | null; onboardingId: number };

/** What says what each of these accounts needs, and who they are; one statement, however many they are. */
export async function readFacts(tx: Tx, ids: readonly number[]): Promise<Row[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT a.user_id AS id, a.id AS "agentId", a.full_name AS "fullName", o.id AS "onboardingId", ${standingOf} AS standing, ${hasArrived} AS "hasArrived",
      CASE WHEN k.id IS NOT NULL THEN jsonb_build_object('savedAt', k.tested_at, 'brokenAt', k.broken_at, 'brokenClass', k.broken_class,
        'deletedAt', k.deleted_at) END AS key,
      CASE WHEN a.sync_paused_at IS NOT NULL THEN jsonb_build_object('at', a.sync_paused_at,
        'byThemselves', a.sync_paused_by_id IS NOT DISTINCT FROM a.user_id) END AS paused
    FROM agent a JOIN onboarding o ON o.agent_user_id = a.user_id LEFT JOIN credentials k ON k.user_id = a.user_id AND k.platform = ${rezen}
    WHERE a.user_id = ANY(${[...ids]}::int[])`;
  return rows.map(row => ({ ...row, standing: readStanding(row.standing) }));
}

/** What each of these accounts needs, by its id. Who is no agent is left out. */
export async function readReadiness(tx: Tx, ids: readonly number[]): Promise<Map<number, Requirement[]>> {
  return new Map((await readFacts(tx, ids)).map(facts => [facts.id, toReadiness(facts)]));
}
