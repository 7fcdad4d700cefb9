import { z } from "zod";
import { EndReason } from "./employer";
import { bothOrNone, GovtIdName, MemberDetails, memberFields, Relation } from "./member";

const highestId = 2_147_483_647;
const rowId = z.int("wholeNumber").min(1, "wholeNumber").max(highestId, "wholeNumber");
const planId = z.string({ error: "choose" }).min(1, "choose").max(70, "tooLong");

/** Somebody whom an admin adds to a contract: an employee, or a dependent of one. */
export const AddedMember = z
  .strictObject({
    ...MemberDetails.shape,
    parentSubscriptionId: z.string({ error: "chooseContract" }).min(1, "chooseContract").max(70, "tooLong"),
    relation: Relation.default("self"),
    primaryMemberId: rowId.nullish(),
  })
  .superRefine(bothOrNone)
  .refine(told => ((told?.relation ?? "self") === "self") === ((told?.primaryMemberId ?? null) === null), {
    ...{ path: ["primaryMemberId"], message: "primaryOfDependent", params: { code: "primary" } },
    when: () => true,
  });
export type AddedMember = z.output<typeof AddedMember>;

/** What an admin changes of a member, whom they saw as it was at `version`. */
export const MemberChange = z
  .strictObject({ ...MemberDetails.shape, version: z.int().nonnegative().optional() })
  .superRefine(bothOrNone);
export type MemberChange = z.output<typeof MemberChange>;

/** The same with who it is, for actions. */
export const MemberEdit = z.strictObject({ ...MemberChange.shape, id: rowId }).superRefine(bothOrNone);

/** Which plan a member shall get; with `replaces` in the place of one of the same core offering. */
export const StaffActivation = z.strictObject({ planSubscriptionId: planId, replaces: z.boolean().default(false) });
export type StaffActivation = z.output<typeof StaffActivation>;

/** The same with who it is, for actions. */
export const ActivateAct = StaffActivation.extend({ id: rowId });

/** To which plan a member is invited. */
export const StaffInvitation = z.strictObject({ planSubscriptionId: planId });
export type StaffInvitation = z.output<typeof StaffInvitation>;

/** The same with who it is, for actions. */
export const InviteAct = StaffInvitation.extend({ id: rowId });
export const ResendAct = z.strictObject({ id: rowId });
export const RevokeAct = EndReason.extend({ id: rowId });

/** Why a member loses a plan, or all of them. */
export const StaffDeactivation = z.strictObject({
  reason: z.string({ error: "reasonTooShort" }).trim().min(10, "reasonTooShort").max(500, "tooLong"),
  planSubscriptionId: z
    .preprocess(value => (value === "" ? null : value), planId.nullish())
    .transform(id => id ?? undefined),
});
export type StaffDeactivation = z.output<typeof StaffDeactivation>;

/** The same with who it is, for actions. */
export const DeactivateAct = StaffDeactivation.extend({ id: rowId });

const typed = <Out>(field: z.ZodType<Out, string>) =>
  z
    .string()
    .trim()
    .transform(text => (text === "" ? null : text))
    .pipe(field.nullable());
const typedAge = z
  .string()
  .trim()
  .transform(text => (text === "" ? undefined : Number(text)))
  .pipe(z.int("wholeNumber").min(0, "age").max(120, "age").optional());
const typedLine = (most: number) =>
  z
    .string()
    .trim()
    .max(most, "tooLong")
    .transform(text => text || undefined);
const isSaid = (value: unknown) => value !== undefined;

/** What a form says of the paper: a kind, none (`none`), or nothing new (empty). */
const typedPaper = z.union([z.literal(["", "none"]), GovtIdName], "choose");

/** Details as they are typed in a form, where empty says that there is none; a paper of which nothing is said stays as it is. */
export const TypedDetails = z
  .strictObject({
    name: typed(memberFields.name),
    dob: typed(memberFields.dob),
    gender: typed(memberFields.gender as z.ZodType<"M" | "F" | "O", string>),
    phoneNumber: typed(memberFields.phoneNumber),
    emailId: typed(memberFields.emailId),
    addrLine: typed(memberFields.addrLine),
    city: typed(memberFields.city),
    state: typed(memberFields.state),
    pincode: typed(memberFields.pincode),
    govtIdName: typedPaper,
    govtIdValue: typed(memberFields.govtIdValue),
    nomineeDetails: z.strictObject({ name: typedLine(120), relation: typedLine(60), age: typedAge }),
  })
  .superRefine(({ govtIdName, govtIdValue }, check) => {
    const isPaper = govtIdName !== "" && govtIdName !== "none";
    if (isPaper === (govtIdValue !== null)) return;
    const path = [isPaper ? "govtIdValue" : "govtIdName"];
    check.addIssue({ code: "custom", path, message: "bothOrNone", params: { code: "required" } });
  })
  .transform(({ govtIdName, govtIdValue, nomineeDetails, ...details }) => ({
    ...details,
    nomineeDetails: Object.values(nomineeDetails).some(isSaid) ? nomineeDetails : null,
    ...(govtIdName === "" ? {} : { govtIdName: govtIdName === "none" ? null : govtIdName, govtIdValue }),
  }));
export type TypedDetails = z.input<typeof TypedDetails>;
