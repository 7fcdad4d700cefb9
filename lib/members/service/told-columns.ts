import { parseEmail } from "@/lib/platform/auth/identifier";
import { type Phone, parsePhone } from "@/lib/platform/auth/phone";
import { Prisma } from "@/lib/platform/db";
import { type FieldError, invalidInput } from "@/lib/platform/errors";
import { isGovtId } from "../schema/govt-id";
import type { MemberDetails } from "../schema/member";
import { sealGovtId } from "./govt-id";

const indianPincode = /^[1-9]\d{5}$/;

function phoneFault(phone: Phone | null): FieldError[] {
  return phone ? [] : [{ field: "phoneNumber", code: "invalid_phone", message: "phone" }];
}

// What a shape cannot say: it depends on the country, or on another field.
function faultsOf(details: MemberDetails, phone: Phone | null, region: string | undefined): FieldError[] {
  const { phoneNumber, emailId, pincode, govtIdName, govtIdValue } = details;
  const faults = phoneNumber ? phoneFault(phone) : [];
  if (emailId && !parseEmail(emailId)) faults.push({ field: "emailId", code: "invalid_email", message: "email" });
  const lives = phone?.region ?? region;
  if (pincode && lives === "IN" && !indianPincode.test(pincode))
    faults.push({ field: "pincode", code: "invalid_format", message: "pincodeIndia" });
  if (govtIdName && govtIdValue && !isGovtId(govtIdName, govtIdValue, lives))
    faults.push({ field: "govtIdValue", code: "invalid_format", message: "govtId" });
  return faults;
}

/** Every fault of told details that a shape cannot see; nothing is kept. */
export const detailFaults = (told: MemberDetails, region?: string): FieldError[] =>
  faultsOf(told, told.phoneNumber ? parsePhone(told.phoneNumber, region) : null, region);

/** Told details as they are stored: `column` is ours, `field` the wire's in camelCase. A detail that was not named is not there. */
export type ToldColumn = { field: string; column: Prisma.Sql; value: Prisma.Sql };

/** What is told of a member, with what only our own programs know. */
export type KeptDetails = MemberDetails & { joiningDate?: string };

const text = (value: string | null): Prisma.Sql => Prisma.sql`${value}`;
const json = (value: object | null): Prisma.Sql => Prisma.sql`${value === null ? null : JSON.stringify(value)}::jsonb`;

/** Made of one key written in full, so that no name of a column ever comes from outside. */
const columns = {
  name: (told: MemberDetails) => ({ column: Prisma.sql`name`, value: text(told.name?.normalize("NFC") ?? null) }),
  dob: (told: MemberDetails) => ({ column: Prisma.sql`dob`, value: Prisma.sql`${told.dob ?? null}::date` }),
  joiningDate: (told: KeptDetails) => ({
    column: Prisma.sql`joined_on`,
    value: Prisma.sql`${told.joiningDate ?? null}::date`,
  }),
  gender: (told: MemberDetails) => ({ column: Prisma.sql`gender`, value: text(told.gender ?? null) }),
  addrLine: (told: MemberDetails) => ({ column: Prisma.sql`addr_line`, value: text(told.addrLine ?? null) }),
  city: (told: MemberDetails) => ({ column: Prisma.sql`city`, value: text(told.city ?? null) }),
  state: (told: MemberDetails) => ({ column: Prisma.sql`addr_state`, value: text(told.state ?? null) }),
  pincode: (told: MemberDetails) => ({ column: Prisma.sql`pincode`, value: text(told.pincode ?? null) }),
  nomineeDetails: (told: MemberDetails) => ({ column: Prisma.sql`nominee`, value: json(told.nomineeDetails ?? null) }),
  fields: (told: MemberDetails) => ({ column: Prisma.sql`fields`, value: json(told.fields ?? null) }),
};

function reachColumns(told: MemberDetails, phone: Phone | null): ToldColumn[] {
  const email = told.emailId ? parseEmail(told.emailId) : null;
  return [
    ...(told.phoneNumber === undefined
      ? []
      : [{ field: "phoneNumber", column: Prisma.sql`phone_number`, value: text(phone?.e164 ?? null) }]),
    ...(told.emailId === undefined ? [] : [{ field: "emailId", column: Prisma.sql`email`, value: text(email) }]),
  ];
}

// A paper is there with both halves: whoever takes one away takes away both.
function govtIdColumns(memberId: number, { govtIdName, govtIdValue }: MemberDetails): ToldColumn[] {
  if (govtIdName === undefined && govtIdValue === undefined) return [];
  const sealed = govtIdName && govtIdValue ? sealGovtId(memberId, govtIdName, govtIdValue) : null;
  return [
    { field: "govtIdName", column: Prisma.sql`govt_id_name`, value: text(sealed?.govtIdName ?? null) },
    { field: "govtIdValue", column: Prisma.sql`govt_id`, value: text(sealed?.govtId ?? null) },
    { field: "govtIdValue", column: Prisma.sql`govt_id_last_four`, value: text(sealed?.govtIdLastFour ?? null) },
  ];
}

/**
 * Told details as the columns of this member's row: number in E.164, address in lower case, government id closed for the row. Throws 422 with every
 * fault that a shape cannot see.
 */
export function toldColumns(memberId: number, told: KeptDetails, region?: string): ToldColumn[] {
  const phone = told.phoneNumber ? parsePhone(told.phoneNumber, region) : null;
  const faults = faultsOf(told, phone, region);
  if (faults.length > 0) throw invalidInput(faults);
  const plain = Object.entries(columns).flatMap(([field, toColumn]) =>
    told[field as keyof typeof columns] === undefined ? [] : [{ field, ...toColumn(told) }],
  );
  return [...plain, ...reachColumns(told, phone), ...govtIdColumns(memberId, told)];
}

/** The names of told details, for the record; never what they say. */
export const fieldsOf = (told: readonly ToldColumn[]): string[] => [...new Set(told.map(({ field }) => field))];
