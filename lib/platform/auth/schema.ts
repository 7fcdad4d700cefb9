import { z } from "zod";
import { locales } from "../i18n/locales";

/** Which product somebody means to enter; decides whether an unknown number becomes an account. */
export const Audience = z.enum(["practitioner", "store", "agent", "customer", "admin"]);
export type Audience = z.infer<typeof Audience>;

const shortText = z.string().min(1).max(320);

/** What asks for a code: a number, an address, or a challenge of this browser to send again. */
export const CodeRequest = z.strictObject({
  phoneNumber: shortText.optional(),
  email: shortText.optional(),
  /** Two-letter region for a number typed without its country. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  challengeId: z.string().min(1).max(64).optional(),
  audience: Audience.optional(),
});
export type CodeRequest = z.infer<typeof CodeRequest>;

/** Six digits however they were typed; full-width ones count. */
export const Code = z
  .string()
  .max(64)
  .transform(text => text.normalize("NFKC").replace(/[\s-]/g, ""))
  .refine(text => /^\d{6}$/.test(text), "codeSixDigits");

/** What turns a code into a session. */
export const CodeAnswer = z.strictObject({
  challengeId: z.string().min(1).max(64).optional(),
  phoneNumber: shortText.optional(),
  email: shortText.optional(),
  otp: Code,
});
export type CodeAnswer = z.infer<typeof CodeAnswer>;

/** What a browser learns of its challenge, with what is left in seconds. */
export const ChallengeView = z.object({
  challengeId: z.string(),
  expiresIn: z.int(),
  resendIn: z.int(),
  to: z.string(),
});
export type ChallengeView = z.infer<typeof ChallengeView>;

/** What somebody may be. */
export const Role = z.enum(["practitioner", "store", "agent", "customer", "admin", "operator"]);

/** What is filled in for a person who goes on with an onboarding: what they saved, else what the calling system knew. */
export const PrefilledData = z.object({
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  email: z.string().nullable(),
  location: z.string().nullable(),
  phoneNumber: z.string(),
  hasCallingData: z.boolean(),
  practiceType: z.string().nullable(),
});
export type PrefilledData = z.infer<typeof PrefilledData>;

/** The fields of sources/003 that stand beside the envelope after signing in. */
export const SignedInFacts = z.object({
  isNewUser: z.boolean(),
  needsOnboarding: z.boolean(),
  prefilledData: PrefilledData.nullable(),
  hasCallingData: z.boolean(),
  redirectTo: z.string(),
});
export type SignedInFacts = z.infer<typeof SignedInFacts>;

/** What a new session is told. */
export const SignedInView = z.object({
  userId: z.int(),
  storeId: z.int().nullable(),
  redirectTo: z.string(),
  roles: z.array(Role),
});
export type SignedInView = z.infer<typeof SignedInView>;

/** Who is signed in. */
export const MeView = z.object({
  id: z.int(),
  name: z.string().nullable(),
  phoneNumber: z.string().nullable(),
  roles: z.array(z.object({ role: Role, storeId: z.int().nullable() })),
  storeId: z.int().nullable(),
  customerId: z.int().nullable(),
});
export type MeView = z.infer<typeof MeView>;

/** One of the places where a person with several roles may work. */
export const Place = z.object({
  role: Role,
  storeId: z.int().nullable(),
  storeCode: z.string().nullable(),
  customerId: z.int().nullable(),
  name: z.string().nullable(),
  /** Does this session work here? */
  isCurrent: z.boolean(),
  redirectTo: z.string(),
});
export type Place = z.infer<typeof Place>;

/** In which language somebody wants to read. */
export const LanguageChoice = z.strictObject({ language: z.enum(locales) });
export type LanguageChoice = z.infer<typeof LanguageChoice>;

/** Which of them it shall be. */
export const PlaceChoice = z.strictObject({
  role: Role,
  storeId: z.int().positive().nullable().default(null),
  customerId: z.int().positive().nullable().default(null),
});
export type PlaceChoice = z.infer<typeof PlaceChoice>;
