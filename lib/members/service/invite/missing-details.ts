import type { Tx } from "@/lib/platform/db";
import { AppError, type FieldError } from "@/lib/platform/errors";
import type { RuleId } from "../../schema/activation";
import { decide } from "../decide";
import { findCase } from "../find-case";
import { brokenRules } from "../refuse";

const ofDetails: ReadonlySet<RuleId> = new Set([
  ...(["name", "dob", "gender", "relation", "reach", "govt_id", "address", "pincode", "nominee"] as const),
]);

/** Which details a plan asks for that nobody has told of a member yet, each as the fault of its field. */
export async function missingDetails(tx: Tx, asked: { memberId: number; planId: string }): Promise<FieldError[]> {
  const of = await findCase(tx, asked, false);
  if (!of) throw new AppError("not_found");
  const { decision } = decide(of, { door: "invite", allowsReplacement: false });
  return brokenRules({ ...decision, rules: decision.rules.filter(({ id }) => ofDetails.has(id)) });
}
