import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { getEmployer } from "../queries/employers";
import type { EndReason } from "../schema/employer";
import type { EmployerView } from "../view/employer";
import { type By, noteAct } from "./note-act";

async function lockEmployer(tx: Tx, id: number): Promise<{ isDisabled: boolean }> {
  const [row] = await tx.$queryRaw<{ isDisabled: boolean }[]>`
    SELECT disabled_at IS NOT NULL AS "isDisabled" FROM employer WHERE id = ${id} FOR UPDATE`;
  if (!row) throw new AppError("not_found");
  return row;
}

/** From now on nobody gets a plan through this employer; who has one keeps it. Throws `not_found` and `illegal_transition`. */
export async function disableEmployer(by: By, id: number, { reason }: EndReason): Promise<EmployerView> {
  await transaction("system", async tx => {
    if ((await lockEmployer(tx, id)).isDisabled)
      throw new AppError("illegal_transition", { message: "employerDisabled" });
    await tx.$executeRaw`UPDATE employer SET disabled_at = app_now() WHERE id = ${id}`;
    await noteAct(tx, by, { action: "employer.disabled", subject: { kind: "employer", id }, detail: { reason } });
  });
  return getEmployer(id);
}

/** Plans are given through this employer again. Throws `not_found` and `illegal_transition`. */
export async function enableEmployer(by: By, id: number, { reason }: EndReason): Promise<EmployerView> {
  await transaction("system", async tx => {
    if (!(await lockEmployer(tx, id)).isDisabled)
      throw new AppError("illegal_transition", { message: "employerNotDisabled" });
    await tx.$executeRaw`UPDATE employer SET disabled_at = NULL WHERE id = ${id}`;
    await noteAct(tx, by, { action: "employer.enabled", subject: { kind: "employer", id }, detail: { reason } });
  });
  return getEmployer(id);
}
