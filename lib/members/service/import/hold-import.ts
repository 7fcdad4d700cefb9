import { z } from "zod";
import type { Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { type ImportAct, ImportFieldName, type ImportParams, type ImportState } from "../../schema/import";

/** An import, held until the end of the transaction. */
export type HeldImport = {
  parentSubscriptionId: string;
  act: ImportAct;
  state: ImportState;
  fields: z.output<typeof ImportColumns>;
};

/** Of each column of a file the field that it fills, as it is kept. */
export const ImportColumns = z.array(ImportFieldName.nullable());

/** Holds an employer's import; throws `not_found`, also for one of another employer. */
export async function holdImport(tx: Tx, { id, importId }: ImportParams): Promise<HeldImport> {
  const [found] = await tx.$queryRaw<(Omit<HeldImport, "fields"> & { columns: unknown })[]>`
    SELECT i.parent_subscription_id AS "parentSubscriptionId", i.act, i.state, i.columns
    FROM member_import i JOIN parent_subscription s ON s.id = i.parent_subscription_id
    WHERE i.id = ${importId} AND s.employer_id = ${id} FOR UPDATE OF i`;
  if (!found) throw new AppError("not_found");
  const { columns, ...rest } = found;
  return { ...rest, fields: ImportColumns.parse(columns) };
}

/** Outcomes with how many rows had each. */
export async function countOutcomes(tx: Tx, importId: number): Promise<Record<string, number>> {
  const rows = await tx.memberImportRow.groupBy({ by: ["outcome"], where: { importId }, _count: true });
  return Object.fromEntries(rows.map(({ outcome, _count }) => [outcome, _count]));
}
