import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { getContract } from "../queries/contract";
import type { EndReason } from "../schema/employer";
import type { ContractView } from "../view/employer";
import { type By, noteAct } from "./note-act";

/** Ends a contract for good: nobody gets a plan of it any more, and who has one keeps it. Throws `not_found` and `illegal_transition`. */
export async function cancelContract(by: By, id: string, { reason }: EndReason): Promise<ContractView> {
  await transaction("system", async tx => {
    const done = await tx.$executeRaw`
      UPDATE parent_subscription SET cancelled_at = app_now() WHERE id = ${id} AND cancelled_at IS NULL`;
    if (done === 0) {
      if ((await tx.parentSubscription.count({ where: { id } })) === 0) throw new AppError("not_found");
      throw new AppError("illegal_transition", { message: "contractCancelled" });
    }
    await noteAct(tx, by, { action: "contract.cancelled", subject: { kind: "contract", id }, detail: { reason } });
  });
  return getContract(id);
}
