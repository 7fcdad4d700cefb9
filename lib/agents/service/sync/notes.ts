import { z } from "zod";
import { type Counts, toResult } from "@/lib/platform/flow/counts";
import type { Amount, Unreadable } from "../../client/entities";
import { warningTexts } from "./explain";

const mostExamples = 5;
const mostDrift = 50;

/** Entries of a kind: how many, and the first few by name. */
const Named = z.object({ count: z.number(), examples: z.array(z.string()) });
type Named = z.infer<typeof Named>;

/** What is worth a warning, as far as a part has come; it travels in the cursor. */
export const Notes = z.object({
  drift: z.array(z.string()),
  unreadable: Named,
  refused: Named,
  /** Amounts left out because their row has room for one currency. */
  currencies: z.number(),
});
export type Notes = z.infer<typeof Notes>;

const none: Named = { count: 0, examples: [] };

/** The beginning of all notes. */
export const noNotes: Notes = { drift: [], unreadable: none, refused: none, currencies: 0 };

const addNamed = (named: Named, names: readonly string[]): Named => ({
  count: named.count + names.length,
  examples: [...named.examples, ...names].slice(0, mostExamples),
});

/** What a page adds to the notes. */
export type Noted = {
  drift?: readonly string[];
  unreadable?: readonly Unreadable[];
  refused?: readonly string[];
  currencies?: number;
};

/** The notes with those of one more page. */
export const addNotes = (
  notes: Notes,
  { drift = [], unreadable = [], refused = [], currencies = 0 }: Noted,
): Notes => ({
  drift: [...new Set([...notes.drift, ...drift])].slice(0, mostDrift),
  unreadable: addNamed(
    notes.unreadable,
    unreadable.map(({ id, field }) => `${id ?? "unknown"} (${field})`),
  ),
  refused: addNamed(notes.refused, refused),
  currencies: notes.currencies + currencies,
});

function warningsOf({ drift, unreadable, refused, currencies }: Notes): string[] {
  return [
    ...(drift.length > 0 ? [warningTexts.drift(drift)] : []),
    ...(unreadable.count > 0 ? [warningTexts.unreadable(unreadable.count, unreadable.examples)] : []),
    ...(refused.count > 0 ? [warningTexts.refused(refused.count, refused.examples)] : []),
    ...(currencies > 0 ? [warningTexts.currencies(currencies)] : []),
  ];
}

/**
 * What a part keeps as its result: sources/000's worker result without its duration, which the step's times tell, and with `gone`, the rows that
 * reZEN tells no more, apart from what is updated.
 */
export function toWorkerResult(
  counts: Counts,
  notes: Notes,
  { gone = 0, warnings = [] }: { gone?: number; warnings?: readonly string[] } = {},
) {
  const { fetched, created, updated, unchanged } = toResult(counts);
  return {
    ...{ fetched, created, updated },
    // What an earlier run has left in the staging counts for the run that writes it.
    unchanged: Math.max(0, unchanged),
    gone,
    warnings: [...warningsOf(notes), ...warnings],
  };
}

/** Amounts of a row that has one currency: that of the first; what is in another is left out and counted. */
export function inOneCurrency(amounts: readonly (Amount | null)[]) {
  const currency = amounts.find(amount => amount !== null)?.currency ?? null;
  const kept = amounts.map(amount => (amount?.currency === currency ? amount.amount : null));
  return { currency, amounts: kept, leftOut: amounts.filter(amount => amount && amount.currency !== currency).length };
}
