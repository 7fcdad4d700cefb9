import { z } from "zod";
import { maskPhone } from "@/lib/platform/auth/phone";
import { maskEmail, maskName } from "@/lib/platform/mask";
import { Door } from "../schema/activation";
import { Relation } from "../schema/member";
import { memberStates } from "../schema/transition";
import { toDay } from "./employer";
import { StaffInviteView } from "./invite";

const instant = z.iso.datetime();
const State = z.enum(memberStates);
const text = z.string().nullable();

/** A member as the list shows them; masked for whoever may not see personal data. */
export const MemberItem = z.object({
  id: z.int(),
  name: text,
  phoneNumber: text,
  email: text,
  relation: Relation,
  state: State,
  employer: z.object({ id: z.int(), name: z.string() }),
  parentSubscriptionId: z.string(),
  /** The plans they have now. */
  plans: z.array(z.object({ id: z.string(), name: z.string() })),
  createdAt: instant,
  updatedAt: instant,
});
export type MemberItem = z.infer<typeof MemberItem>;

/** A page of members, newest first. */
export const MemberPage = z.object({ items: z.array(MemberItem), nextCursor: z.string().nullable() });
export type MemberPage = z.infer<typeof MemberPage>;

/** A plan that somebody has or had. */
export const SubscriptionView = z.object({
  id: z.string(),
  plan: z.object({ id: z.string(), name: z.string() }),
  coreOffering: z.string(),
  startedAt: instant,
  endedAt: instant.nullable(),
  endedBecause: text,
  door: Door,
});
export type SubscriptionView = z.infer<typeof SubscriptionView>;

/** Somebody of the same family. */
export const RelativeView = z.object({ id: z.int(), name: text, relation: Relation, state: State });
export type RelativeView = z.infer<typeof RelativeView>;

/** What is known of a member; of a government id only its last four characters, whoever looks. */
export const MemberView = MemberItem.extend({
  /** Counts changes: who changes them says which one they saw. */
  version: z.int(),
  dob: text,
  joiningDate: text,
  gender: text,
  addrLine: text,
  city: text,
  addrState: text,
  pincode: text,
  govtIdName: text,
  govtId: text,
  nominee: z.object({ age: z.int().nullable(), name: text, relation: text }).nullable(),
  partner: z.object({ id: z.string(), name: z.string(), userId: text }).nullable(),
  failedCode: text,
  erasedAt: instant.nullable(),
  /** When they are activated by themselves, and for what. */
  timer: z
    .object({
      dueAt: instant,
      /** By the product's clock, whatever the reader's says; 0 when it is time. */
      secondsLeft: z.int(),
      plan: z.object({ id: z.string(), name: z.string() }),
    })
    .nullable(),
  /** The newest link that asked them aboard. */
  invite: StaffInviteView.nullable(),
  /** Whether an admin may try these as they stand: send, send again or take back a link, give a plan now or later, and end them. */
  canInvite: z.boolean(),
  canResend: z.boolean(),
  canRevoke: z.boolean(),
  canActivate: z.boolean(),
  canSchedule: z.boolean(),
  canCancel: z.boolean(),
  canDeactivate: z.boolean(),
  primary: RelativeView.nullable(),
  dependents: z.array(RelativeView),
  subscriptions: z.array(SubscriptionView),
});
export type MemberView = z.infer<typeof MemberView>;

/** A person's details as the database answers. */
export type Details = {
  name: string | null;
  phoneNumber: string | null;
  email: string | null;
};

const given = <T extends string>(value: T | null, mask: (value: T) => string) => (value === null ? null : mask(value));

/** Name, number and address, masked for whoever may not see them. */
export function toDetails({ name, phoneNumber, email }: Details, isMasked: boolean): Details {
  if (!isMasked) return { name, phoneNumber, email };
  return {
    name: given(name, maskName),
    phoneNumber: given(phoneNumber, maskPhone),
    email: given(email, maskEmail),
  };
}

const hidden = () => "•••";

/** What else is known of a person as the database answers. */
export type MoreDetails = {
  dob: Date | null;
  joinedOn: Date | null;
  gender: string | null;
  addrLine: string | null;
  city: string | null;
  addrState: string | null;
  pincode: string | null;
  govtIdName: string | null;
  govtIdLastFour: string | null;
  nominee: unknown;
};

const Nominee = z.object({ age: z.int().nullish(), name: z.string().nullish(), relation: z.string().nullish() });

function toNominee(stored: unknown, isMasked: boolean): MemberView["nominee"] {
  const { data } = Nominee.safeParse(stored);
  if (!data) return null;
  const { age = null, name = null, relation = null } = data;
  return isMasked ? { age: null, name: given(name, maskName), relation } : { age, name, relation };
}

/** The same of everything else; the number of a paper is masked for everybody. */
export function toMoreDetails(more: MoreDetails, isMasked: boolean) {
  const { dob, joinedOn, gender, addrLine, city, addrState, pincode, govtIdName, govtIdLastFour, nominee } = more;
  const shown = (value: string | null) => (isMasked ? given(value, hidden) : value);
  return {
    ...{ addrLine: shown(addrLine), city: shown(city), addrState: shown(addrState), pincode: shown(pincode) },
    ...{ gender: shown(gender), dob: shown(dob && toDay(dob)), joiningDate: shown(joinedOn && toDay(joinedOn)) },
    ...{ govtIdName, govtId: govtIdLastFour === null ? null : `•••• ${govtIdLastFour}` },
    nominee: toNominee(nominee, isMasked),
  };
}
