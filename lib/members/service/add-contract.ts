import { randomBytes } from "node:crypto";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError, type FieldError, invalidInput } from "@/lib/platform/errors";
import { getContract } from "../queries/contract";
import type { NewContract } from "../schema/employer";
import type { ContractView } from "../view/employer";
import { type By, noteAct } from "./note-act";

type Found = { isEmployer: boolean; isDisabled: boolean; isPartner: boolean };

/** Looks at everything a contract names, held until the end of the transaction, so that nobody disables it meanwhile. */
async function requireNamed(tx: Tx, { employerId, partnerAccountId }: NewContract): Promise<void> {
  const [employer] = await tx.$queryRaw<Pick<Found, "isDisabled">[]>`
    SELECT disabled_at IS NOT NULL AS "isDisabled" FROM employer WHERE id = ${employerId} FOR SHARE`;
  const [partner] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM partner_account WHERE id = ${partnerAccountId} AND disabled_at IS NULL AND 'members' = ANY(scopes) FOR SHARE`;
  const errors: FieldError[] = [];
  if (!employer) errors.push({ field: "employerId", code: "unknown_employer", message: "unknownEmployer" });
  if (partnerAccountId !== null && !partner)
    errors.push({ field: "partnerAccountId", code: "unknown_partner", message: "unknownPartner" });
  if (errors.length > 0) throw invalidInput(errors);
  if (employer?.isDisabled) throw new AppError("illegal_transition", { message: "employerDisabled" });
}

/** Keeps what an employer has bought; it has no plans yet. Throws 422 with every name that is nobody's, and `illegal_transition` for a disabled employer. */
export async function addContract(by: By, input: NewContract): Promise<ContractView> {
  const { employerId, partnerAccountId, startsOn, endsOn } = input;
  const id = `sub_${randomBytes(9).toString("base64url")}`;
  await transaction("system", async tx => {
    await requireNamed(tx, input);
    await tx.$executeRaw`
      INSERT INTO parent_subscription (id, employer_id, partner_account_id, starts_on, ends_on, created_at)
      VALUES (${id}, ${employerId}, ${partnerAccountId}, ${startsOn}::date, ${endsOn}::date, app_now())`;
    const detail = { employerId, partnerAccountId, startsOn, endsOn };
    await noteAct(tx, by, { action: "contract.created", subject: { kind: "contract", id }, detail });
  });
  return getContract(id);
}
