import type { Finding } from "../alerts/conditions";
import { Prisma, type Tx } from "../db";
import type { Kind } from "../flow/subject";
import { codesOf } from "./part";
import type { Requirement } from "./requirement";

type Candidate = { kind: Kind; id: number };

// Can a failure of this code never be our staff's? Of customers anything may be; the products of a store are whoever's who names the feed, but for what is our fault.
const isOthers = (code: Prisma.Sql, step: Prisma.Sql) => Prisma.sql`(s.kind <> 'customer' AND (
  ${code} = ANY(${[...codesOf.nobody, ...codesOf.key]}::text[]) OR (${step} = 'products' AND ${code} <> ALL(${codesOf.ours}::text[]))))`;
const isHeldByOthers = isOthers(Prisma.sql`s.error_code`, Prisma.sql`s.error_step`);
const isPartOfOthers = isOthers(Prisma.sql`p.error_code`, Prisma.sql`p.step`);

/**
 * Onboardings that are held up, the oldest first: whom to ask whether it is ours to mend. By an index of the summary, which names the first failure only:
 * another part may have failed of something that is ours.
 */
export async function readCandidates(tx: Tx, { most = 300 } = {}): Promise<{ at: Date; candidates: Candidate[] }> {
  const [time] = await tx.$queryRaw<{ at: Date }[]>`SELECT app_now() AS at`;
  const candidates = await tx.$queryRaw<Candidate[]>`
    WITH held AS (
      SELECT s.onboarding_id FROM onboarding_summary s
      WHERE s.error_code <> '' AND (NOT ${isHeldByOthers} OR EXISTS (
        SELECT FROM onboarding_step p WHERE p.onboarding_id = s.onboarding_id AND p.state = 'failed' AND NOT ${isPartOfOthers}))
      ORDER BY s.held_since, s.onboarding_id LIMIT ${most}::int)
    SELECT o.kind::text AS kind, coalesce(o.store_id, o.practitioner_id, o.member_id, o.agent_user_id, o.customer_id) AS id
    FROM held JOIN onboarding o ON o.id = held.onboarding_id`;
  return { at: time?.at ?? new Date(0), candidates };
}

/** Something that is wrong with a subject of a kind, since when. */
export type OpenProblem = { kind: Kind; since: number };

type Since = { at: Date; minutes: number };

// Refused credentials, and what waits for them, are another rule's. A refused activation is an answer, and stays.
function isToldElsewhere(one: Requirement, refused: Requirement | undefined): boolean {
  if (one.code === "activation") return true;
  return refused !== undefined && (one.code === "credential_validation" || one.reason === refused.reason);
}

/** The first problem of one subject that is our staff's, and that nobody has mended for so long. */
export function longOf(kind: Kind, requirements: readonly Requirement[], { at, minutes }: Since): OpenProblem[] {
  const ours = requirements.filter(({ state, owner }) => state === "problem" && owner === "admin");
  const refused = ours.find(({ code }) => code === "credentials");
  const untold = ours.filter(one => !isToldElsewhere(one, refused));
  const since = Math.min(...untold.map(one => (one.since ? Date.parse(one.since) : Infinity)));
  return since <= at.getTime() - minutes * 60_000 ? [{ kind, since }] : [];
}

/** One finding for each kind: how many of it, and how long the oldest has been so. */
export function toFindings(problems: readonly OpenProblem[], at: Date): Finding[] {
  const kinds = [...new Set(problems.map(({ kind }) => kind))].sort();
  return kinds.map(kind => {
    const own = problems.filter(one => one.kind === kind);
    const oldest = Math.min(...own.map(({ since }) => since));
    const detail = { subjects: own.length, hours: Math.floor((at.getTime() - oldest) / 3_600_000) };
    return {
      subject: kind,
      detail: { ...detail, path: `/admin/onboardings?kind=${kind}&status=failed,partial,waiting,retrying` },
    };
  });
}
