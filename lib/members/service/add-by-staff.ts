import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError, type FieldError, invalidInput } from "@/lib/platform/errors";
import type { AddedMember } from "../schema/staff";
import { addMember } from "./add-member";
import type { By } from "./note-act";
import { whoIsThat } from "./taken";
import { toldColumns } from "./told-columns";

type Contract = { isCancelled: boolean; isDisabled: boolean };

/** Held until the end of the transaction, so that nobody ends the contract meanwhile. */
async function findContract(tx: Tx, id: string): Promise<Contract | undefined> {
  const [found] = await tx.$queryRaw<Contract[]>`
    SELECT s.cancelled_at IS NOT NULL AS "isCancelled", e.disabled_at IS NOT NULL AS "isDisabled"
    FROM parent_subscription s JOIN employer e ON e.id = s.employer_id WHERE s.id = ${id} FOR SHARE`;
  return found;
}

const isEmployee = async (tx: Tx, id: number, contractId: string): Promise<boolean> =>
  (await tx.member.count({
    where: { id, parentSubscriptionId: contractId, primaryMemberId: null, erasedAt: null },
  })) === 1;

/** What is wrong with the details beyond their shape; nothing is kept. */
function faultsOf(details: Parameters<typeof toldColumns>[1]): FieldError[] {
  try {
    toldColumns(0, details);
    return [];
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "invalid_input") return thrown.errors;
    throw thrown;
  }
}

/**
 * Makes a member, in state draft. Throws 422 with every name that is nobody's, every fault of the details and what somebody else has already, and
 * `illegal_transition` under a contract or an employer that has ended.
 */
export async function addByStaff({ actor, caller }: By, input: AddedMember): Promise<number> {
  const { parentSubscriptionId, relation, primaryMemberId: given, ...details } = input;
  const primaryMemberId = given ?? undefined;
  const teller = { actor: { kind: "user" as const, id: actor.id }, ...caller };
  return transaction("system", async tx => {
    const contract = await findContract(tx, parentSubscriptionId);
    const errors = faultsOf(details);
    if (!contract) errors.push({ field: "parentSubscriptionId", code: "unknown_contract", message: "unknownContract" });
    if (primaryMemberId !== undefined && !(await isEmployee(tx, primaryMemberId, parentSubscriptionId)))
      errors.push({ field: "primaryMemberId", code: "unknown_member", message: "memberUnknown" });
    if (errors.length > 0) throw invalidInput(errors);
    if (contract?.isCancelled) throw new AppError("illegal_transition", { message: "contractCancelled" });
    if (contract?.isDisabled) throw new AppError("illegal_transition", { message: "employerDisabled" });
    const member = { parentSubscriptionId, relation, primaryMemberId, details };
    const written = await addMember(tx, teller, member);
    if (!written) throw invalidInput(await whoIsThat(tx, member));
    await audit(tx, written.fact);
    return written.id;
  });
}
