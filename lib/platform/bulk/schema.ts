import { z } from "zod";
import { OnboardingKind, OnboardingSearch } from "../onboardings/schema";

/** What can be done with many onboardings at once; of each the same as with one alone. */
export const BulkAction = z.enum(["retry", "cancel", "resume", "skip"] as const, "choose");
export type BulkAction = z.infer<typeof BulkAction>;

/** How a bulk job stands. */
export const BulkState = z.enum(["pending", "running", "done", "aborted"] as const);
export type BulkState = z.infer<typeof BulkState>;

/** How an item of it stands: not begun, begun, done, or refused. */
export const BulkItemState = z.enum(["pending", "begun", "done", "refused"] as const);
export type BulkItemState = z.infer<typeof BulkItemState>;

/** A job is of this many onboardings at most. */
export const mostItems = 10_000;

const highestId = 2_147_483_647;

/** Which onboardings are meant, as the table's address says it; all of them is never meant. */
export const BulkFilter = OnboardingSearch.omit({ sort: true, order: true, cursor: true, limit: true }).refine(
  filter => Object.values(filter).some(value => String(value ?? "") !== ""),
  "choose",
);
export type BulkFilter = z.output<typeof BulkFilter>;
/** The same as it stands in an address. */
export type BulkFilterWords = z.input<typeof BulkFilter>;

const ids = z.array(z.int().min(1).max(highestId)).min(1, "choose").max(mostItems, "bulkTooMany");

const Which = z.strictObject({ action: BulkAction, ids: ids.optional(), filter: BulkFilter.optional() });
const isOne = ({ ids: told, filter }: { ids?: unknown; filter?: unknown }) =>
  (told === undefined) !== (filter === undefined);
const either = { path: ["ids"], message: "choose" };

/** Of which onboardings a job would be, to see what it would do. */
export const BulkAsked = Which.refine(isOne, either);
export type BulkAsked = z.output<typeof BulkAsked>;

/**
 * A job that is ordered: `expectedCount` is how many it may be of at most; nothing is done where more are meant, or none. A skip needs a reason, and it alone
 * may end by itself, at `until`.
 */
export const BulkOrder = Which.extend({
  expectedCount: z.int("wholeNumber").min(1, "wholeNumber").max(mostItems, "bulkTooMany"),
  reason: z.string({ error: "reasonTooShort" }).trim().min(10, "reasonTooShort").max(500, "tooLong").optional(),
  until: z.iso.datetime({ error: "choose", offset: true }).nullish(),
})
  .refine(isOne, either)
  .refine(({ action, reason }) => action !== "skip" || reason !== undefined, {
    path: ["reason"],
    message: "reasonTooShort",
  })
  .refine(({ action, until }) => action === "skip" || !until, { path: ["until"], message: "untilOfSkip" });
export type BulkOrder = z.output<typeof BulkOrder>;

/** A bulk job in a URL. */
export const BulkParams = z.strictObject({ id: z.coerce.number().int().min(1).max(highestId) });

/** Which of its items are asked for: those after an onboarding, and of one state where that is told. */
export const BulkItemSearch = z.strictObject({
  state: BulkItemState.optional(),
  cursor: z.coerce.number().int().min(0).max(highestId).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type BulkItemSearch = z.output<typeof BulkItemSearch>;

/**
 * What a job would do: with how many of each kind, with how many it can do nothing as they stand now, and how many it only hastens, which are tried again by
 * themselves. `total` ends one above `most`.
 */
export const BulkPreview = z.object({
  total: z.int(),
  most: z.int(),
  cannot: z.int(),
  hastened: z.int(),
  kinds: z.array(z.object({ kind: OnboardingKind, count: z.int(), cannot: z.int() })),
});
export type BulkPreview = z.infer<typeof BulkPreview>;

/** A job that was ordered. */
export const BulkBegun = z.object({ id: z.int(), state: BulkState, total: z.int() });
export type BulkBegun = z.infer<typeof BulkBegun>;
