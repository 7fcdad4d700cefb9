import type { Tx } from "@/lib/platform/db";
import type { FieldError } from "@/lib/platform/errors";
import type { ImportOutcome } from "../../schema/import";

/** An import and the row of it that is taken now: the first one is 0. */
export type Place = { importId: number; at: number; line: number };

/** The row is not ours to take any more: the import was aborted, or another worker was faster. */
export class PlaceLost extends Error {
  constructor() {
    super("another worker takes this import, or nobody does any more");
    this.name = "PlaceLost";
  }
}

/** Holds the place of a row until the end of the transaction, so that it is taken once; throws PlaceLost. */
export async function holdPlace(tx: Tx, { importId, at }: Place): Promise<void> {
  const [held] = await tx.$queryRaw<{ done: number }[]>`
    SELECT done FROM member_import WHERE id = ${importId} AND state = 'running' FOR UPDATE`;
  if (held?.done !== at) throw new PlaceLost();
}

/** What became of a row: of a refused one why. */
export type RowResult = { outcome: Exclude<ImportOutcome, "refused">; number: number } | { errors: FieldError[] };

/** Writes what became of a row in the transaction in which it did. Holds no value of the person's. */
export async function recordRow(tx: Tx, { importId, line }: Place, result: RowResult): Promise<void> {
  const isRefused = "errors" in result;
  const errors = isRefused ? JSON.stringify(result.errors) : null;
  await tx.$executeRaw`
    WITH told AS (
      INSERT INTO member_import_row (import_id, line, number, outcome, errors)
      VALUES (${importId}, ${line}, ${isRefused ? null : result.number}, ${isRefused ? "refused" : result.outcome}, ${errors}::jsonb))
    UPDATE member_import SET done = done + 1, refused = refused + ${isRefused ? 1 : 0} WHERE id = ${importId}`;
}
