import type { TypedDetails } from "../schema/staff";
import type { MemberView } from "./member";

const text = (value: string | number | null | undefined) => String(value ?? "");

/** What is known of a member as a form types it; of a paper nothing, so that it stays as it is. */
export const toTyped = (member: MemberView | null): TypedDetails => ({
  name: text(member?.name),
  dob: text(member?.dob),
  gender: text(member?.gender),
  phoneNumber: text(member?.phoneNumber),
  emailId: text(member?.email),
  addrLine: text(member?.addrLine),
  city: text(member?.city),
  state: text(member?.addrState),
  pincode: text(member?.pincode),
  govtIdName: "",
  govtIdValue: "",
  nomineeDetails: {
    name: text(member?.nominee?.name),
    relation: text(member?.nominee?.relation),
    age: text(member?.nominee?.age),
  },
});
