import { sha256 } from "../crypto";
import { Prisma } from "../db";
import { stalledRuns } from "../flow/stalled";
import type { KeyKind } from "../keyset";
import type { OnboardingSearch, OnboardingSort } from "./schema";

type Key = { key: Prisma.Sql; kind: KeyKind };

/** What each order sorts by; each has an index that ends with the onboarding (migration onboarding_summary). */
export const sortKeys: Record<OnboardingSort, Key> = {
  new: { key: Prisma.sql`s.onboarding_id`, kind: "int" },
  subject: { key: Prisma.sql`s.subject`, kind: "text" },
  kind: { key: Prisma.sql`s.kind`, kind: "text" },
  status: { key: Prisma.sql`s.state`, kind: "text" },
  progress: { key: Prisma.sql`s.percent`, kind: "int" },
  step: { key: Prisma.sql`s.step`, kind: "text" },
  started: { key: Prisma.sql`s.started_at`, kind: "time" },
  duration: { key: Prisma.sql`s.took_seconds`, kind: "int" },
  attempts: { key: Prisma.sql`s.attempts`, kind: "int" },
  error: { key: Prisma.sql`s.error_code`, kind: "text" },
};

// As an array, which an index is asked by; a subquery would be asked of each row.
const isStalled = Prisma.sql`s.onboarding_id = ANY(ARRAY(SELECT stalled.onboarding_id FROM (${stalledRuns}) stalled))`;

// As much of a word as is kept (`terms_of`).
const longestTerm = 200;

/** Small letters without accents, as the database folds what it is found by (`fold_text`). */
const fold = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();

const quoted = (term: string) => `'${[...term].slice(0, longestTerm).join("").replace(/['\\]/g, "$&$&")}':*`;

/** What is looked for as a query of terms: each word begins one; digits end a phone's number, or begin a code. Null where no word is in it. */
export function termsOf(text: string): string | null {
  const whole = fold(text.trim());
  if (/^[+\d][\d\s().-]*$/.test(whole)) {
    const digits = whole.replace(/\D/g, "");
    if (digits === "") return null;
    return `(${quoted(`#${[...digits].reverse().join("")}`)} | ${quoted(digits)})`;
  }
  const words = whole.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  if (words.length === 0) return null;
  return words.length > 1 && !/\s/.test(whole)
    ? `(${quoted(whole)} | ${words.map(quoted).join(" & ")})`
    : words.map(quoted).join(" & ");
}

const jobCode = /^job_(\d{1,9})$/;

// An idempotency key is one long word of letters and digits: whoever looks for it has copied it, whole.
const keyShape = /^(?=.*[0-9])(?=.*[a-z])[\x21-\x7e]{16,255}$/i;

/** What the calls under an idempotency key were about, as far as the key's giver or the kept answer says: a store, an agent, or the run that was begun. */
const ofKey = (key: string): Prisma.Sql => Prisma.sql`
  WITH kept AS MATERIALIZED (
    SELECT substring(scope FROM '^store:([0-9]{1,9}):')::int AS store_id, substring(scope FROM '^user:([0-9]{1,9})$')::int AS user_id,
      substring(answer FROM '"job_id": ?"?(?:job_)?([0-9]{1,9})[,"}]')::int AS run_id
    FROM idempotency_key WHERE key_hash = ${sha256(key)} AND expires_at > app_now() LIMIT 20)
  SELECT o.id FROM kept JOIN onboarding o ON o.store_id = kept.store_id
  UNION ALL SELECT o.id FROM kept JOIN onboarding o ON o.agent_user_id = kept.user_id
  UNION ALL SELECT r.onboarding_id FROM kept JOIN onboarding_run r ON r.id = kept.run_id`;

function matches(q: string): Prisma.Sql {
  const job = jobCode.exec(q)?.[1];
  if (job) return Prisma.sql`s.onboarding_id = (SELECT onboarding_id FROM onboarding_run WHERE id = ${Number(job)})`;
  if (keyShape.test(q)) {
    // Each way to find it follows an index of its own; "or" would follow none.
    const named = Prisma.sql`SELECT n.onboarding_id AS id FROM onboarding_summary n WHERE array_to_tsvector(n.terms) @@ ${quoted(fold(q))}::tsquery`;
    return Prisma.sql`s.onboarding_id = ANY(ARRAY(SELECT found.id FROM (${named} UNION ALL (${ofKey(q)})) found))`;
  }
  const terms = termsOf(q);
  return terms === null ? Prisma.sql`false` : Prisma.sql`array_to_tsvector(s.terms) @@ ${terms}::tsquery`;
}

function isOfStatus(statuses: readonly string[]): Prisma.Sql {
  const stored = statuses.filter(status => status !== "stalled");
  const isStored = Prisma.sql`s.state = ANY(${stored})`;
  // One that gives no sign of life is told as such, and not as running.
  if (!statuses.includes("stalled"))
    return stored.includes("running") ? Prisma.sql`(${isStored} AND NOT (${isStalled}))` : isStored;
  return stored.length > 0 ? Prisma.sql`(${isStored} OR ${isStalled})` : isStalled;
}

/** What is looked for, in whichever order. */
export type OnboardingFilter = Omit<OnboardingSearch, "sort" | "order" | "cursor" | "limit">;

/** The conditions of a search; none when everything is asked for. */
export function conditionsOf(search: OnboardingFilter): Prisma.Sql[] {
  const { kind, status, step, code, print, attempts, from, to, q } = search;
  return [
    kind?.length ? Prisma.sql`s.kind = ANY(${kind})` : null,
    status?.length ? isOfStatus(status) : null,
    step ? Prisma.sql`s.step = ${step}` : null,
    code ? Prisma.sql`s.error_code = ${code}` : null,
    print ? Prisma.sql`s.error_print = ${print}` : null,
    attempts ? Prisma.sql`s.attempts >= ${attempts}::int` : null,
    from ? Prisma.sql`s.started_at >= ${from}::date::timestamp AT TIME ZONE 'UTC'` : null,
    to ? Prisma.sql`s.started_at < (${to}::date + 1)::timestamp AT TIME ZONE 'UTC'` : null,
    q ? matches(q) : null,
  ].filter(condition => condition !== null);
}
