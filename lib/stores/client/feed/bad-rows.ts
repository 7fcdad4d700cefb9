import type { FeedBatch } from "./batch";
import type { FeedIssue } from "./row-reader";

/** A row that is not imported: where it stands, what is wrong with it, and its fields as they stand there (very long ones are cut). */
export type BadRow = { line: number; problems: string[]; fields: string[] };

/** The most rows that are listed of one feed or import. */
export const mostBadRows = 10_000;

const fieldChars = 2_000;
const rowChars = 20_000;

const told = ({ field, message }: FeedIssue) => (field ? `${field}: ${message}` : message);

/** The refused rows of a batch in their order. */
export function badRowsOf({ refused, errors }: FeedBatch): BadRow[] {
  const problems = new Map<number, string[]>();
  for (const issue of errors) problems.set(issue.line, [...(problems.get(issue.line) ?? []), told(issue)]);
  return refused.map(({ line, fields }) => ({ line, problems: problems.get(line) ?? [], fields: cut(fields) }));
}

function cut(fields: readonly string[]): string[] {
  let left = rowChars;
  return fields.map(field => {
    const most = Math.min(fieldChars, left);
    const kept = field.length > most ? `${field.slice(0, most)}…` : field;
    left -= Math.min(field.length, most);
    return kept;
  });
}

/** Bad rows as lines of a table: line, problems, then the feed's own columns. */
export async function* toBadRowLines(
  header: readonly string[],
  batches: AsyncIterable<readonly BadRow[]>,
): AsyncGenerator<string[]> {
  yield ["line", "problem", ...header];
  let listed = 0;
  for await (const rows of batches) {
    for (const { line, problems, fields } of rows.slice(0, mostBadRows - listed))
      yield [String(line), problems.join(" "), ...fields];
    listed += rows.length;
    if (listed >= mostBadRows) return;
  }
}
