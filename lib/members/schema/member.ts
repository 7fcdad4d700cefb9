import { z } from "zod";
import { emailField, requiredField } from "@/lib/platform/flow/fields";

/** Who somebody is to the employee: themselves, or a dependent. */
export const Relation = z.enum(["self", "spouse", "child", "parent", "other"], "choose");
export type Relation = z.output<typeof Relation>;

export const Gender = z.enum(["M", "F", "O"], "choose");
export type Gender = z.output<typeof Gender>;

/** The papers whose numbers we take. */
export const GovtIdName = z.enum(["pan", "aadhar", "passport", "license"], "choose");
export type GovtIdName = z.output<typeof GovtIdName>;

const control = /\p{Cc}/u;
/** A text that must be there, on one line. */
export const line = (most: number) =>
  requiredField(most, "required").refine(text => !control.test(text), "noControlCharacters");

const firstDay = "1900-01-01";
const today = () => new Date().toISOString().slice(0, 10);
/** A day of the calendar that is over, `YYYY-MM-DD`. */
export const BirthDate = z.iso
  .date("day")
  .refine(day => day >= firstDay, "day")
  .refine(day => day < today(), "dateInFuture");

// Wherever it is today already: the day begins fourteen hours before it does in UTC.
const latestToday = () => new Date(Date.now() + 14 * 3_600_000).toISOString().slice(0, 10);
/** The day on which somebody joined their employer, `YYYY-MM-DD`: today or before. */
export const JoiningDate = z.iso
  .date({ error: "day", abort: true })
  .refine(day => day >= firstDay, "day")
  .refine(day => day <= latestToday(), "dateInFuture");

/** Who gets the plan after them; an age in whole years. */
export const Nominee = z.strictObject({
  age: z.int("wholeNumber").min(0, "age").max(120, "age").optional(),
  name: line(120).optional(),
  relation: line(60).optional(),
});
export type Nominee = z.output<typeof Nominee>;

/** What a partner keeps with somebody, told as they wrote it. */
export const PartnerField = z.strictObject({ name: line(100), value: z.string("required").max(1000, "tooLong") });

/** Each detail of a member by itself, named as on the wire; a door says which of them it needs. */
export const memberFields = {
  name: line(120),
  dob: BirthDate,
  gender: Gender,
  phoneNumber: requiredField(40, "phoneRequired"),
  emailId: emailField,
  addrLine: line(300),
  city: line(100),
  state: line(100),
  pincode: line(12).regex(/^[A-Za-z0-9][A-Za-z0-9 -]*$/, "pincode"),
  govtIdName: GovtIdName,
  govtIdValue: line(40).regex(/^[A-Za-z0-9][A-Za-z0-9 /-]{4,}[A-Za-z0-9]$/, "govtId"),
  nomineeDetails: Nominee,
  fields: z.array(PartnerField).max(50, "atMost50"),
} as const;

const given = <Out>(field: z.ZodType<Out>) => field.nullish();

/** What is told of a member: null takes a detail away, one that is not named stays as it is. */
export const MemberDetails = z
  .strictObject({
    name: given(memberFields.name),
    dob: given(memberFields.dob),
    gender: given(memberFields.gender),
    phoneNumber: given(memberFields.phoneNumber),
    emailId: given(memberFields.emailId),
    addrLine: given(memberFields.addrLine),
    city: given(memberFields.city),
    state: given(memberFields.state),
    pincode: given(memberFields.pincode),
    govtIdName: given(memberFields.govtIdName),
    govtIdValue: given(memberFields.govtIdValue),
    nomineeDetails: given(memberFields.nomineeDetails),
    fields: given(memberFields.fields),
  })
  .superRefine(bothOrNone);
export type MemberDetails = z.output<typeof MemberDetails>;

type GovtId = { govtIdName?: string | null; govtIdValue?: string | null };

/** A paper is told with its number and which it is, or not at all. */
export function bothOrNone({ govtIdName, govtIdValue }: GovtId, check: z.RefinementCtx): void {
  const hasName = typeof govtIdName === "string";
  if (hasName === (typeof govtIdValue === "string")) return;
  const path = [hasName ? "govtIdValue" : "govtIdName"];
  check.addIssue({ code: "custom", path, message: "bothOrNone", params: { code: "required" } });
}
