import { z } from "zod";
import { isGovtId } from "./govt-id";
import { GovtIdName, memberFields } from "./member";

/** What the form of a partner's call depends on: what is a number, and where whoever has it lives. */
export type PartnerPlace = { regionOf: (phone: unknown) => string | null; isPhone: (text: string) => boolean };

const given = <Out>(field: z.ZodType<Out>) => field.nullish();
const id = (most: number) =>
  z
    .string("required")
    .trim()
    .min(1, "required")
    .max(most, "tooLong")
    .refine(text => !/\p{Cc}/u.test(text), "noControlCharacters");

/** How a partner calls one of their people. */
export const PartnerUserId = id(64);

type Papers = { govtIdName?: unknown; govtIdValue?: unknown };
// Also when other fields have faults: all are told at once.
const always = { when: () => true };
const missing = (field: keyof Papers) => ({
  ...always,
  path: [field],
  error: "bothOrNone",
  params: { code: "required" },
});
const isTold = (value: unknown) => value !== undefined && value !== null;
// Where somebody lives is asked last in both: to read a number is most of the work of a form.
const isRightPincode = (told: unknown, region: () => string | null) => {
  if (!isTold(told)) return true;
  const pincode = memberFields.pincode.safeParse(told);
  // What is none anywhere was refused already.
  return !pincode.success || /^[1-9]\d{5}$/.test(pincode.data) || region() !== "IN";
};
const isRightPaper = ({ govtIdName, govtIdValue }: Papers, region: () => string | null) => {
  if (typeof govtIdValue !== "string" || govtIdValue === "") return true;
  const name = GovtIdName.safeParse(govtIdName);
  return !name.success || isGovtId(name.data, govtIdValue, region());
};

/** What a partner says of somebody who shall get a plan (contract 7): null takes a detail away that may be missing. */
export const partnerActivation = ({ regionOf, isPhone }: PartnerPlace) =>
  z
    .strictObject({
      partnerUserId: PartnerUserId,
      planSubscriptionId: id(100),
      phoneNumber: memberFields.phoneNumber.refine(isPhone, { error: "phone", params: { code: "invalid_phone" } }),
      name: memberFields.name,
      dob: memberFields.dob,
      gender: memberFields.gender,
      emailId: given(memberFields.emailId),
      addrLine: given(memberFields.addrLine),
      city: given(memberFields.city),
      state: given(memberFields.state),
      pincode: given(memberFields.pincode),
      govtIdName: given(memberFields.govtIdName),
      govtIdValue: given(z.string("required").trim().min(1, "required").max(40, "tooLong")),
      nomineeDetails: given(memberFields.nomineeDetails),
      fields: given(memberFields.fields),
    })
    .refine(papers => !isTold(papers?.govtIdName) || isTold(papers.govtIdValue), missing("govtIdValue"))
    .refine(papers => !isTold(papers?.govtIdValue) || isTold(papers.govtIdName), missing("govtIdName"))
    .refine(told => isRightPincode(told?.pincode, () => regionOf(told?.phoneNumber)), {
      ...always,
      path: ["pincode"],
      error: "pincodeIndia",
      params: { code: "invalid_format" },
    })
    .refine(papers => isRightPaper(papers ?? {}, () => regionOf(papers?.phoneNumber)), {
      ...always,
      path: ["govtIdValue"],
      error: "govtId",
      params: { code: "invalid_format" },
    });
export type PartnerActivation = z.output<ReturnType<typeof partnerActivation>>;

/** Whose plans shall end, by the name that the partner has for them. */
export const PartnerDeactivation = z.strictObject({ partnerUserId: PartnerUserId });
export type PartnerDeactivation = z.output<typeof PartnerDeactivation>;
