import { randomBytes } from "node:crypto";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError, type FieldError, invalidInput } from "@/lib/platform/errors";
import { getPlan } from "../queries/contract";
import type { NewPlan } from "../schema/employer";
import type { PlanView } from "../view/employer";
import { type By, noteAct } from "./note-act";

type Contract = { startsOn: string; endsOn: string | null; isCancelled: boolean; isDisabled: boolean };

/** The faults of a plan's own days beside those of its contract. */
function outsideOf({ startsOn, endsOn }: NewPlan, contract: Contract): FieldError[] {
  const isOutside = (day: string | null) =>
    day !== null && (day < contract.startsOn || (contract.endsOn !== null && day > contract.endsOn));
  const fault = (field: string) => ({ field, code: "outside_contract", message: "outsideContract" });
  return [...(isOutside(startsOn) ? [fault("startsOn")] : []), ...(isOutside(endsOn) ? [fault("endsOn")] : [])];
}

async function requireOpenContract(tx: Tx, input: NewPlan): Promise<void> {
  const [contract] = await tx.$queryRaw<Contract[]>`
    SELECT c.starts_on::text AS "startsOn", c.ends_on::text AS "endsOn", c.cancelled_at IS NOT NULL AS "isCancelled",
      e.disabled_at IS NOT NULL AS "isDisabled"
    FROM parent_subscription c JOIN employer e ON e.id = c.employer_id WHERE c.id = ${input.parentSubscriptionId} FOR SHARE`;
  if (!contract)
    throw invalidInput([{ field: "parentSubscriptionId", code: "unknown_contract", message: "unknownContract" }]);
  const errors = outsideOf(input, contract);
  if (errors.length > 0) throw invalidInput(errors);
  if (contract.isCancelled) throw new AppError("illegal_transition", { message: "contractCancelled" });
  if (contract.isDisabled) throw new AppError("illegal_transition", { message: "employerDisabled" });
}

/** Puts a plan into a contract. Throws 422 where the contract is nobody's or the days are not within its own, and `illegal_transition` where it is cancelled or the employer disabled. */
export async function addPlan(by: By, input: NewPlan): Promise<PlanView> {
  const id = `plan_${randomBytes(9).toString("base64url")}`;
  await transaction("system", async tx => {
    await requireOpenContract(tx, input);
    await tx.$executeRaw`
      INSERT INTO plan_subscription (id, parent_subscription_id, name, core_offering, requires_kyc, allows_direct, allows_auto, seats,
        starts_on, ends_on, created_at)
      VALUES (${id}, ${input.parentSubscriptionId}, ${input.name}, ${input.coreOffering}, ${input.requiresKyc}, ${input.allowsDirect},
        ${input.allowsAuto}, ${input.seats}, ${input.startsOn}::date, ${input.endsOn}::date, app_now())`;
    const { name: _, ...detail } = input;
    await noteAct(tx, by, { action: "plan.created", subject: { kind: "plan", id }, detail });
  });
  return getPlan(id);
}
