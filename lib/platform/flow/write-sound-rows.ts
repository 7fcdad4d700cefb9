import { z } from "zod";
import { Prisma, type Tx } from "../db";
import type { Change } from "./counts";

const DriverFault = z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }) });

/** Is it the fault of what a row holds (a value, a constraint, a row twice), and not of the statement or the server? */
function isRowFault(thrown: unknown): boolean {
  if (!(thrown instanceof Prisma.PrismaClientKnownRequestError)) return false;
  const fault = DriverFault.safeParse(thrown.meta);
  return fault.success && /^2[123]/.test(fault.data.driverAdapterError.cause.originalCode);
}

/** Writes from the savepoint on, or goes back to it: null when a row was at fault. Everything else is thrown. */
async function tryWrite(tx: Tx, write: () => Promise<Change[]>): Promise<Change[] | null> {
  try {
    return await write();
  } catch (thrown) {
    if (!isRowFault(thrown)) throw thrown;
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT rows`;
    return null;
  }
}

/** What was written, and the rows that cannot be, both in the order of the rows. */
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
  const written: Written<Row> = { changes: [], refused: [] };
  const open = rows.length > 0 ? [rows] : [];
  await tx.$executeRaw`SAVEPOINT rows`;
  for (;;) {
    const part = open.pop();
    if (!part) return written;
    const changes = await tryWrite(tx, () => write(part));
    if (changes) {
      written.changes.push(...changes);
      await tx.$executeRaw`RELEASE SAVEPOINT rows`;
      if (open.length > 0) await tx.$executeRaw`SAVEPOINT rows`;
    } else if (part.length === 1) written.refused.push(...part);
    else {
      const middle = Math.ceil(part.length / 2);
      open.push(part.slice(middle), part.slice(0, middle));
    }
  }
}

/** The rows of which each id has the last one: a statement can touch a row only once. */
export const lastOfEach = <Row>(rows: readonly Row[], idOf: (row: Row) => string): Row[] => [
  ...new Map(rows.map(row => [idOf(row), row])).values(),
];
