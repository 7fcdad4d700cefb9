import { z } from "zod";

const day = z.iso.date().refine(value => value >= "1970-01-01" && value < "2200-01-01");

const filter = {
  state: z.enum(["pending", "sent", "failed"]).optional(),
  channel: z.enum(["sms", "email", "slack"]).optional(),
  /** What it is: `auth.code`, `store.welcome`, `alert`. */
  kind: z
    .string()
    .regex(/^[a-z0-9._-]{1,60}$/)
    .optional(),
  /** Whom it is for, whole: a number or an address. */
  recipient: z
    .string()
    .trim()
    .min(3)
    .max(254)
    .refine(text => !text.includes("\0") && text.isWellFormed())
    .optional(),
  from: day.optional(),
  to: day.optional(),
};

/** Which messages are asked for, newest first: in this state, by this channel, of this kind, to this recipient, written from the day `from` to the day `to` (UTC). */
export const OutboxSearch = z.strictObject({
  ...filter,
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type OutboxSearch = z.output<typeof OutboxSearch>;
export type OutboxFilter = Omit<OutboxSearch, "cursor" | "limit">;

/** So many are sent again at once at most. */
export const mostRetried = 10_000;

/** Which failed messages are sent again, and how many they are at most, as whoever asks has seen it. */
export const OutboxRetry = z.strictObject({ ...filter, expectedCount: z.int().min(1).max(mostRetried) });
export type OutboxRetry = z.output<typeof OutboxRetry>;

/** How many were sent again. */
export const OutboxRetried = z.object({ total: z.int() });

/** A message in an address. */
export const SentParams = z.strictObject({ id: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/) });

/** What an address says, as it comes to a page. */
export type GivenAddress = Readonly<Record<string, string | string[] | undefined>>;

/** What an address asks of the messages; what makes no sense there is not said. */
export function readOutboxSearch(given: GivenAddress): OutboxSearch {
  const told = Object.entries(OutboxSearch.shape).flatMap(([name, field]) => {
    const text = [given[name] ?? []].flat()[0]?.trim() ?? "";
    return text && field.safeParse(text).success ? [[name, text] as const] : [];
  });
  return OutboxSearch.parse(Object.fromEntries(told));
}

/** The filter of a search as its address says it. */
export function factsOfOutbox({ cursor: _, limit: __, ...filter }: OutboxSearch): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
