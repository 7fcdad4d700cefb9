import type { Finding } from "../alerts/conditions";
import type { Tx } from "../db";
import { type Budget, readBuckets } from "../rate-limit";

const keyOf = (accountId: string) => `partner-failed:${accountId}`;

/** Counts the wrong signatures of an hour under an account's name, and forbids none. */
export const failuresOf = (accountId: string): Budget => ({
  key: keyOf(accountId),
  limit: Number.MAX_SAFE_INTEGER,
  windowSeconds: 3600,
});

/** Accounts under whose name so many signatures of an hour were wrong: their secret or their clock is, or somebody tries. */
export async function findRefusedSignatures(tx: Tx, { atLeast }: { atLeast: number }): Promise<Finding[]> {
  const accounts = await tx.$queryRaw<
    { id: string }[]
  >`SELECT id FROM partner_account WHERE disabled_at IS NULL ORDER BY id`;
  const buckets = await readBuckets(
    tx,
    accounts.map(({ id }) => keyOf(id)),
  );
  return accounts.flatMap(({ id }) => {
    const failed = buckets.find(({ key }) => key === keyOf(id))?.spent ?? 0;
    return failed >= atLeast ? [{ subject: id, detail: { failed } }] : [];
  });
}
