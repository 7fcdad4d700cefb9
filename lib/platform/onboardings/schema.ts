import { z } from "zod";
import type { Kind } from "../flow/subject";

/** The kinds of onboardings, as they are filtered by. */
export const OnboardingKind = z.enum([
  "store",
  "practitioner",
  "member",
  "agent",
  "customer",
] as const satisfies readonly Kind[]);

export type OnboardingKind = z.infer<typeof OnboardingKind>;

/** How an onboarding stands in the tables of staff: its status, or that a part of it waits for its next try, or that it gives no sign of life. */
export const ShownStatus = z.enum([
  "pending",
  "running",
  "retrying",
  "stalled",
  "waiting",
  "complete",
  "partial",
  "failed",
  "cancelled",
  "skipped",
]);
export type ShownStatus = z.infer<typeof ShownStatus>;

/** How a run of a worker stands; it has ended unless it is about to begin, goes on or waits. */
export const RunStatus = z.enum(["pending", "running", "waiting", "complete", "partial", "failed", "cancelled"]);
export type RunStatus = z.infer<typeof RunStatus>;

/** What the table can be sorted by; `new` is the order in which they began to exist. */
export const OnboardingSort = z.enum([
  ...["new", "subject", "kind", "status", "progress"],
  ...["step", "started", "duration", "attempts", "error"],
] as const);
export type OnboardingSort = z.infer<typeof OnboardingSort>;

const listOf = <Value extends z.ZodType<string, string>>(value: Value) =>
  z
    .string()
    .transform(text => text.split(",").filter(Boolean))
    .pipe(z.array(value).max(20))
    .optional();
const word = z.string().regex(/^[a-z0-9_]{1,60}$/);
const day = z.iso.date().refine(value => value >= "1970-01-01" && value < "2200-01-01");

/**
 * Which onboardings are asked for: of these kinds and statuses, standing at this step, held up by this code or by this failure (`print`), tried at least
 * `attempts` times, begun from the day `from` to the day `to` (UTC), found by `q`: words of a name, a store's code, a partner's name for somebody, the last
 * digits of a phone, a support code `job_12`. Several kinds or statuses are parted by commas. `cursor` is where the page before ended.
 */
export const OnboardingSearch = z.strictObject({
  kind: listOf(OnboardingKind),
  status: listOf(ShownStatus),
  step: word.optional(),
  code: word.optional(),
  print: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  attempts: z.coerce.number().int().min(1).max(1000).optional(),
  from: day.optional(),
  to: day.optional(),
  q: z.string().trim().max(255).optional(),
  sort: OnboardingSort.default("new"),
  order: z.enum(["asc", "desc"]).default("desc"),
  cursor: z.string().max(6000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type OnboardingSearch = z.output<typeof OnboardingSearch>;

/** How some that are shown stand now (their `ids`), and how many newer than `since` a search finds. */
export const OnboardingsNowSearch = OnboardingSearch.omit({
  sort: true,
  order: true,
  cursor: true,
  limit: true,
}).extend({
  ids: z
    .string()
    .regex(/^\d{1,9}(,\d{1,9}){0,99}$/)
    .transform(text => text.split(",").map(Number))
    .optional(),
  since: z.coerce.number().int().min(0).max(2_147_483_647),
});
export type OnboardingsNowSearch = z.output<typeof OnboardingsNowSearch>;

/** Which onboardings a download is of, and in which order. */
export const OnboardingExport = OnboardingSearch.omit({ cursor: true, limit: true });
export type OnboardingExport = z.output<typeof OnboardingExport>;

/** What an address says, as it comes to a page. */
export type GivenAddress = Readonly<Record<string, string | string[] | undefined>>;

const known: Readonly<Record<string, ReadonlySet<string>>> = {
  kind: new Set(OnboardingKind.options),
  status: new Set(ShownStatus.options),
};

function textOf(name: string, given: string | string[] | undefined): string {
  const all = [given ?? []].flat();
  const among = known[name];
  if (!among) return all[0]?.trim() ?? "";
  const listed = all.flatMap(one => one.split(",")).filter(one => among.has(one));
  return [...new Set(listed)].join(",");
}

/** What an address asks of the table of onboardings; what makes no sense there is not said. */
export function readOnboardingSearch(given: GivenAddress): OnboardingSearch {
  const told = Object.entries(OnboardingSearch.shape).flatMap(([name, shape]) => {
    const text = textOf(name, given[name]);
    return text && !text.includes("\0") && shape.safeParse(text).success ? [[name, text] as const] : [];
  });
  return OnboardingSearch.parse(Object.fromEntries(told));
}

const usual = OnboardingSearch.parse({});

/** The same search as an address says it, without what is usual. */
export function factsOfSearch(search: OnboardingSearch): Record<string, string> {
  const told = Object.entries(search).filter(
    ([name, value]) => value !== undefined && value !== usual[name as keyof OnboardingSearch],
  );
  return Object.fromEntries(told.map(([name, value]) => [name, String(value)]));
}

/** A view that is kept: its name, and what the table's address says. */
export const NewSavedView = z.strictObject({
  name: z.string().trim().min(1, "required").max(60, "tooLong"),
  search: z.string().max(2000),
});
export type NewSavedView = z.output<typeof NewSavedView>;

/** Which saved view is meant; somebody else's is not there. */
export const SavedViewParams = z.strictObject({ id: z.int().min(1).max(2_147_483_647) });
