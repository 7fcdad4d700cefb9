import { transaction } from "@/lib/platform/db";

/**
 * When each part of an agent's data was last read to its end; absent for one that never was. A reading that goes on, or failed since, takes
 * nothing away of what is there.
 */
export const listFreshness = (userId: number): Promise<Map<string, string>> =>
  transaction({ agent: userId }, async tx => {
    const rows = await tx.$queryRaw<{ step: string; at: Date }[]>`
      SELECT step, max(at) AS at FROM (
        SELECT s.step, s.ended_at AS at FROM onboarding o JOIN onboarding_step s ON s.onboarding_id = o.id
        WHERE o.agent_user_id = ${userId} AND s.parent IS NOT NULL AND s.state = 'done'
        UNION ALL
        SELECT part->>'step', (part->>'endedAt')::timestamptz FROM onboarding o JOIN onboarding_run r ON r.onboarding_id = o.id
        CROSS JOIN LATERAL jsonb_array_elements(r.parts) part
        WHERE o.agent_user_id = ${userId} AND r.parts IS NOT NULL AND part->>'state' = 'done') read
      WHERE at IS NOT NULL GROUP BY step`;
    return new Map(rows.map(({ step, at }) => [step, at.toISOString()]));
  });
