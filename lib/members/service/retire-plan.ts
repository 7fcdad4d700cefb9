import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { getPlan } from "../queries/contract";
import type { EndReason } from "../schema/employer";
import type { PlanView } from "../view/employer";
import { type By, noteAct } from "./note-act";

/** Takes a plan off the shelf for good: nobody gets it any more, and who has it keeps it. Throws `not_found` and `illegal_transition`. */
export async function retirePlan(by: By, id: string, { reason }: EndReason): Promise<PlanView> {
  await transaction("system", async tx => {
    const done = await tx.$executeRaw`
      UPDATE plan_subscription SET retired_at = app_now() WHERE id = ${id} AND retired_at IS NULL`;
    if (done === 0) {
      if ((await tx.planSubscription.count({ where: { id } })) === 0) throw new AppError("not_found");
      throw new AppError("illegal_transition", { message: "planRetired" });
    }
    await noteAct(tx, by, { action: "plan.retired", subject: { kind: "plan", id }, detail: { reason } });
  });
  return getPlan(id);
}
