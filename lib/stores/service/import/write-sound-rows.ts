import { z } from "zod";
import { Prisma, type Tx } from "@/lib/platform/db";
import type { Change } from "./counts";

const DriverFault = z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }) });

/** Is it the fault of what a row holds (a value, a constraint, a row twice), and not of the statement or the server? */
function isRowFault(thrown: unknown): boolean {
  if (!(thrown instanceof Prisma.PrismaClientKnownRequestError)) return false;
  const fault = DriverFault.safeParse(thrown.meta);
  return fault.success && /^2[123]/.test(fault.data.driverAdapterError.cause.originalCode);
}

/** Writes, or leaves no trace: null when a row was at fault. Everything else is thrown. */
async function tryWrite(tx: Tx, write: () => Promise<Change[]>): Promise<Change[] | null> {
  await tx.$executeRaw`SAVEPOINT rows`;
  const changes = await write().catch(async (thrown: unknown) => {
    if (!isRowFault(thrown)) throw thrown;
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT rows`;
    return null;
  });
  await tx.$executeRaw`RELEASE SAVEPOINT rows`;
  return changes;
}

/** What was written, and the rows that cannot be. */
export type Written<Row> = { changes: Change[]; refused: Row[] };

/**
 * Writes rows together. If Postgres refuses one of them, halving finds it, and all others are written: a bad row costs itself, never its
 * page. Failures that are not a row's own are thrown, and the transaction with them.
 */
export async function writeSoundRows<Row>(
  tx: Tx,
  rows: readonly Row[],
  write: (rows: readonly Row[]) => Promise<Change[]>,
): Promise<Written<Row>> {
  if (rows.length === 0) return { changes: [], refused: [] };
  const changes = await tryWrite(tx, () => write(rows));
  if (changes) return { changes, refused: [] };
  if (rows.length === 1) return { changes: [], refused: [...rows] };
  const middle = Math.ceil(rows.length / 2);
  const first = await writeSoundRows(tx, rows.slice(0, middle), write);
  const second = await writeSoundRows(tx, rows.slice(middle), write);
  return { changes: [...first.changes, ...second.changes], refused: [...first.refused, ...second.refused] };
}

/** The rows of which each id has the last one: a statement can touch a row only once. */
export const lastOfEach = <Row>(rows: readonly Row[], idOf: (row: Row) => string): Row[] => [
  ...new Map(rows.map(row => [idOf(row), row])).values(),
];
