import type { Finding } from "../alerts/conditions";
import type { Tx } from "../db";
import type { Kind } from "../flow/subject";
import type { Requirement } from "./requirement";

const most = 300;

type Candidate = { kind: Kind; id: number };

/** Onboardings that are held up, newest first: whom to ask whether it is ours to mend. By two indexes of the summary; only a customer waits for staff. */
export async function readCandidates(tx: Tx): Promise<{ at: Date; candidates: Candidate[] }> {
  const [time] = await tx.$queryRaw<{ at: Date }[]>`SELECT app_now() AS at`;
  const candidates = await tx.$queryRaw<Candidate[]>`
    WITH held AS (
      (SELECT onboarding_id FROM onboarding_summary WHERE state IN ('failed', 'partial') ORDER BY onboarding_id DESC LIMIT ${most}::int)
      UNION (SELECT onboarding_id FROM onboarding_summary WHERE kind = 'customer' AND state = 'waiting' ORDER BY onboarding_id DESC LIMIT ${most}::int)
      UNION (SELECT onboarding_id FROM onboarding_summary WHERE error_code > '' LIMIT ${most}::int))
    SELECT o.kind::text AS kind, coalesce(o.store_id, o.practitioner_id, o.member_id, o.agent_user_id, o.customer_id) AS id
    FROM held JOIN onboarding o ON o.id = held.onboarding_id`;
  return { at: time?.at ?? new Date(0), candidates };
}

/** Something that is wrong with a subject of a kind, since when. */
export type OpenProblem = { kind: Kind; since: number };

type Since = { at: Date; minutes: number };

/** The first problem of one subject that is our staff's, and that nobody has mended for so long. Refused credentials of a customer are another rule's. */
export function longOf(kind: Kind, requirements: readonly Requirement[], { at, minutes }: Since): OpenProblem[] {
  const ours = requirements.filter(({ state, owner }) => state === "problem" && owner === "admin");
  if (ours.some(({ code }) => code === "credentials")) return [];
  const since = Math.min(...ours.map(one => (one.since ? Date.parse(one.since) : Infinity)));
  return since <= at.getTime() - minutes * 60_000 ? [{ kind, since }] : [];
}

/** One finding for each kind: how many of it, and how long the oldest has been so. */
export function toFindings(problems: readonly OpenProblem[], at: Date): Finding[] {
  const kinds = [...new Set(problems.map(({ kind }) => kind))].sort();
  return kinds.map(kind => {
    const own = problems.filter(one => one.kind === kind);
    const oldest = Math.min(...own.map(({ since }) => since));
    const detail = { subjects: own.length, hours: Math.floor((at.getTime() - oldest) / 3_600_000) };
    return { subject: kind, detail: { ...detail, path: `/admin/onboardings?kind=${kind}&status=failed` } };
  });
}
