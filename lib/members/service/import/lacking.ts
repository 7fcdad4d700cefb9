import { parsePhone } from "@/lib/platform/auth/phone";
import type { ImportAct } from "../../schema/import";
import type { MemberDetails } from "../../schema/member";
import { listReach } from "../invite/reach";

/** What a file's people are to get: the act, the country of numbers without one, and whether the plan asks for papers. */
export type Wanted = { act: ImportAct; region: string | null; requiresKyc: boolean };

function lacksForPlan(told: MemberDetails, requiresKyc: boolean): boolean {
  const { dob, gender, phoneNumber, emailId, govtIdValue, addrLine, city, pincode, nomineeDetails } = told;
  if (!dob || !gender || !(phoneNumber || emailId)) return true;
  return (
    requiresKyc && !(govtIdValue && addrLine && city && pincode && nomineeDetails?.name && nomineeDetails.relation)
  );
}

/** Does somebody new lack what their plan, or the link to it, cannot do without? Of whom we know already that may be kept. */
export function lacksDetails(told: MemberDetails, { act, region, requiresKyc }: Wanted): boolean {
  if (act === "add") return false;
  if (act === "activate") return lacksForPlan(told, requiresKyc);
  const phoneNumber = told.phoneNumber ? (parsePhone(told.phoneNumber, region ?? undefined)?.e164 ?? null) : null;
  return listReach({ email: told.emailId ?? null, phoneNumber }).length === 0;
}
