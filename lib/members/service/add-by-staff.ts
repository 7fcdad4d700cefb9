import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { invalidInput } from "@/lib/platform/errors";
import type { AddedMember } from "../schema/staff";
import { addMember } from "./add-member";
import { holdContract, refuseClosed } from "./hold-contract";
import type { By } from "./note-act";
import { whoIsThat } from "./taken";
import { detailFaults } from "./told-columns";

const isEmployee = async (tx: Tx, id: number, contractId: string): Promise<boolean> =>
  (await tx.member.count({
    where: { id, parentSubscriptionId: contractId, primaryMemberId: null, erasedAt: null },
  })) === 1;

/**
 * Makes a member, in state draft. Throws 422 with every name that is nobody's, every fault of the details and what somebody else has already, and
 * `illegal_transition` under a contract or an employer that has ended.
 */
export async function addByStaff({ actor, caller }: By, input: AddedMember): Promise<number> {
  const { parentSubscriptionId, relation, primaryMemberId: given, ...details } = input;
  const primaryMemberId = given ?? undefined;
  const teller = { actor: { kind: "user" as const, id: actor.id }, ...caller };
  return transaction("system", async tx => {
    const contract = await holdContract(tx, parentSubscriptionId);
    const errors = detailFaults(details);
    if (!contract) errors.push({ field: "parentSubscriptionId", code: "unknown_contract", message: "unknownContract" });
    if (primaryMemberId !== undefined && !(await isEmployee(tx, primaryMemberId, parentSubscriptionId)))
      errors.push({ field: "primaryMemberId", code: "unknown_member", message: "memberUnknown" });
    if (errors.length > 0) throw invalidInput(errors);
    refuseClosed(contract);
    const member = { parentSubscriptionId, relation, primaryMemberId, details };
    const written = await addMember(tx, teller, member);
    if (!written) throw invalidInput(await whoIsThat(tx, member));
    await audit(tx, written.fact);
    return written.id;
  });
}
