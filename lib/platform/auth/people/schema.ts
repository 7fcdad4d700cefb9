import { z } from "zod";
import { Role } from "../schema";

/** Which people to list: one number or address, or the beginning of a name; `cursor` is the last id seen. */
export const PeopleSearch = z.strictObject({
  q: z.string().trim().max(254, "tooLong").optional(),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type PeopleSearch = z.infer<typeof PeopleSearch>;

/** Whom an address is about. */
export const PersonParams = z.strictObject({
  id: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
});

/** Why an admin does something to somebody's account. */
export const PersonReason = z.strictObject({
  reason: z.string({ error: "reasonTooShort" }).trim().min(10, "reasonTooShort").max(500, "tooLong"),
});
export type PersonReason = z.infer<typeof PersonReason>;

/** The same with the person, for actions. */
export const PersonAct = PersonReason.extend({ id: z.int().positive() });
export type PersonAct = z.infer<typeof PersonAct>;

/** The same with a number that has no account. */
export const NumberAct = PersonReason.extend({ phoneNumber: z.string().max(40, "phone") });
export type NumberAct = z.infer<typeof NumberAct>;

/** A person as the admin's desk shows them; masked for whoever may not see personal data. */
export const PersonView = z.object({
  id: z.int(),
  name: z.string().nullable(),
  phoneNumber: z.string().nullable(),
  email: z.string().nullable(),
  emailConfirmed: z.boolean(),
  roles: z.array(z.object({ role: Role, storeId: z.int().nullable() })),
  createdAt: z.iso.datetime(),
  disabledAt: z.iso.datetime().nullable(),
  lastSeenAt: z.iso.datetime().nullable(),
  /** Alive sessions, and browsers that are known. */
  sessions: z.int(),
  devices: z.int(),
});
export type PersonView = z.infer<typeof PersonView>;

/** A page of people. */
export const PeoplePage = z.object({ items: z.array(PersonView), nextCursor: z.string().nullable() });
export type PeoplePage = z.infer<typeof PeoplePage>;

/** What counts against somebody's number or address at this moment. */
export const SignInCounter = z.object({
  name: z.enum([
    "wrong_guesses",
    "open_codes",
    "number_day",
    "strangers_day",
    "browser_10m",
    "browser_day",
    "block_10m",
    "all_10m",
  ]),
  /** Whom it concerns: every browser, every unknown one, or a single one. */
  who: z.enum(["everybody", "strangers", "browser", "known_browsers", "known_browser"]),
  spent: z.int(),
  limit: z.int(),
  until: z.iso.datetime(),
  /** Nothing is left: no new code until then. */
  isBlocking: z.boolean(),
  /** Belongs to this person alone, so that unblocking empties it. */
  isPersonal: z.boolean(),
});
export type SignInCounter = z.infer<typeof SignInCounter>;

/** Why a number or address gets no code, or that it does. */
export const SignInState = z.object({
  channel: z.enum(["sms", "email"]),
  to: z.string(),
  counters: z.array(SignInCounter),
  challenges: z.array(
    z.object({
      createdAt: z.iso.datetime(),
      expiresAt: z.iso.datetime(),
      sends: z.int(),
      triesLeft: z.int(),
      isKnownBrowser: z.boolean(),
    }),
  ),
});
export type SignInState = z.infer<typeof SignInState>;

/** A person with what there is to say about signing in. */
export const PersonDetail = PersonView.extend({ signIn: z.array(SignInState) });
export type PersonDetail = z.infer<typeof PersonDetail>;
