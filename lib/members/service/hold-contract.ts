import type { Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

type Contract = { employerId: number; isCancelled: boolean; isDisabled: boolean };

/** A contract, held until the end of the transaction, so that nobody ends it meanwhile; undefined where there is none. */
export async function holdContract(tx: Tx, id: string): Promise<Contract | undefined> {
  const [found] = await tx.$queryRaw<Contract[]>`
    SELECT s.employer_id AS "employerId", s.cancelled_at IS NOT NULL AS "isCancelled", e.disabled_at IS NOT NULL AS "isDisabled"
    FROM parent_subscription s JOIN employer e ON e.id = s.employer_id WHERE s.id = ${id} FOR SHARE`;
  return found;
}

/** Throws `illegal_transition` for a contract that was cancelled, or whose employer is disabled. */
export function refuseClosed(contract: Contract | undefined): void {
  if (contract?.isCancelled) throw new AppError("illegal_transition", { message: "contractCancelled" });
  if (contract?.isDisabled) throw new AppError("illegal_transition", { message: "employerDisabled" });
}
