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

const isStalled = Prisma.sql`s.onboarding_id IN (SELECT stalled.onboarding_id FROM (${stalledRuns}) stalled)`;

/** Small letters without accents, as the database folds what it is found by (`fold_text`). */
const fold = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();

const quoted = (term: string) => `'${term.replace(/['\\]/g, "$&$&")}':*`;

/** What is looked for as a query of terms: each word begins one; digits end a phone's number, or begin a code. Null where no word is in it. */
export function termsOf(text: string): string | null {
  const whole = fold(text.trim());
  if (/^[+\d][\d\s().-]*$/.test(whole)) {
    const digits = whole.replace(/\D/g, "");
    return `(${quoted(`#${[...digits].reverse().join("")}`)} | ${quoted(digits)})`;
  }
  const words = whole.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  if (words.length === 0) return null;
  return words.length > 1 && !/\s/.test(whole)
    ? `(${quoted(whole)} | ${words.map(quoted).join(" & ")})`
    : words.map(quoted).join(" & ");
}

const jobCode = /^job_(\d{1,9})$/;

function matches(q: string): Prisma.Sql {
  const job = jobCode.exec(q)?.[1];
  if (job) return Prisma.sql`s.onboarding_id = (SELECT onboarding_id FROM onboarding_run WHERE id = ${Number(job)})`;
  const terms = termsOf(q);
  return terms === null ? Prisma.sql`false` : Prisma.sql`array_to_tsvector(s.terms) @@ ${terms}::tsquery`;
}

function isOfStatus(statuses: readonly string[]): Prisma.Sql {
  const stored = statuses.filter(status => status !== "stalled");
  const isStored = Prisma.sql`s.state = ANY(${stored})`;
  if (!statuses.includes("stalled")) return isStored;
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
