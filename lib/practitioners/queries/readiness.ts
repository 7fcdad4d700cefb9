import { type Tx, transaction } from "@/lib/platform/db";
import type { Requirement } from "@/lib/platform/readiness/requirement";
import { readStanding, standingOf } from "@/lib/platform/readiness/standing";
import { type PractitionerFacts, toReadiness } from "../view/readiness";

type Row = PractitionerFacts & { id: number };

/** What each of these practitioners needs, by their id; one statement, however many they are. Who never signed in has no onboarding, and is left out. */
export async function readReadiness(tx: Tx, ids: readonly number[]): Promise<Map<number, Requirement[]>> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT p.id, ${standingOf} AS standing, (SELECT v.profile_url IS NOT NULL OR cardinality(v.banner_urls) > 0
        FROM facilitator_visual_profile v WHERE v.practitioner_id = p.id) AS "hasPicture",
      EXISTS (SELECT FROM offerings f WHERE f.practitioner_id = p.id) AS "hasOffering",
      (SELECT min(f.updated_at) FROM offerings f WHERE f.practitioner_id = p.id AND f.is_active) AS "shownAt"
    FROM practitioners p JOIN onboarding o ON o.practitioner_id = p.id WHERE p.id = ANY(${[...ids]}::int[])`;
  return new Map(rows.map(row => [row.id, toReadiness({ ...row, standing: readStanding(row.standing) })]));
}

/** What is worth doing after the set-up, as the practitioner's readiness tells it: whether something is offered, and shown. */
export async function findProfileTasks(practitionerId: number): Promise<{ hasOffering: boolean; isShown: boolean }> {
  const read = (tx: Tx) => readReadiness(tx, [practitionerId]);
  const requirements = (await transaction({ practitioner: practitionerId }, read)).get(practitionerId) ?? [];
  const isDone = (code: string) => requirements.some(one => one.code === code && one.state === "done");
  return { hasOffering: isDone("offering"), isShown: isDone("shown_offering") };
}
