import { audit } from "../audit";
import { type Tx, transaction } from "../db";
import { AppError } from "../errors";
import type { Locale } from "../i18n/locales";
import { type AcceptedChallenge, acceptCode } from "./accept-code";
import { type ChallengeRequest, startChallenge } from "./challenge";
import { maskIdentifier, requireIdentifier } from "./identifier";
import { letIn } from "./let-in";
import { findOrCreatePerson, listRoles, type Person } from "./person";
import { findOwnChallenge } from "./queries";
import { noteRefusal } from "./refusal";
import type { ChallengeView, CodeAnswer, CodeRequest, PrefilledData } from "./schema";
import type { SessionUser } from "./session";

/** Who calls: the browser's token, that of its device cookie, the address and the agent. */
export type Caller = { browser: string; device?: string | null; address: string; agent: string };

/** Where a person arrives after signing in; `lib/kinds.ts` asks every domain. Runs in the transaction of the sign-in. */
export type Arrive = (
  tx: Tx,
  who: {
    userId: number;
    storeId: number | null;
    audience: string | null;
    roles: SessionUser["roles"];
    /** The challenge of a sign-up, when this is one. */
    signUp: string | null;
  },
) => Promise<Arrived>;

/** Where that is. */
export type Arrived = {
  redirectTo: string;
  storeId: number | null;
  /** The customer in whose pages the session works. */
  customerId?: number | null;
  needsOnboarding: boolean;
  isNewStore?: boolean;
  isNewAgent?: boolean;
  /** Somebody told us of this person before they came. */
  isAwaited?: boolean;
  hasCallingData?: boolean;
  prefilledData?: PrefilledData | null;
};

/** A person who has just signed in. */
export type SignedIn = {
  userId: number;
  sid: string;
  /** What the device cookie holds from now on. */
  device: string;
  /** The language of their pages, and what the cookie of it holds from now on. */
  locale: Locale;
  isNewUser: boolean;
  needsOnboarding: boolean;
  redirectTo: string;
  storeId: number | null;
  roles: SessionUser["roles"];
  hasCallingData: boolean;
  prefilledData: PrefilledData | null;
};

async function toChallengeRequest(input: CodeRequest, caller: Caller): Promise<ChallengeRequest> {
  if (!input.challengeId) return { ...requireIdentifier(input), purpose: "login", audience: input.audience, ...caller };
  const own = await findOwnChallenge(input.challengeId, caller.browser);
  if (!own) throw new AppError("invalid_code");
  return { ...own, ...caller };
}

/** Sends a code to a number or address, or again for a challenge of this browser; the answer never tells whether there is an account. */
export async function sendOtp(input: CodeRequest, caller: Caller): Promise<ChallengeView> {
  const request = await toChallengeRequest(input, caller);
  try {
    return await transaction("system", tx => startChallenge(tx, request));
  } catch (error) {
    if (error instanceof AppError) await noteRefusal(error, request);
    throw error;
  }
}

type Signing = {
  accepted: AcceptedChallenge;
  person: Person;
  arrive: Arrive;
  caller: Caller;
  replaces?: string | null;
};

async function enter(tx: Tx, { accepted, person, arrive, caller, replaces }: Signing): Promise<SignedIn> {
  const { storeId, audience } = accepted;
  const { id: userId, roles: held } = person;
  const signUp = accepted.purpose === "signup" ? accepted.id : null;
  const who = { userId, storeId, audience, roles: held, signUp };
  const { redirectTo, needsOnboarding, ...arrival } = await arrive(tx, who);
  const places = { storeId: arrival.storeId, customerId: arrival.customerId ?? null };
  const { sid, device, locale } = await letIn(tx, {
    userId,
    ...places,
    caller,
    replaces,
    accepted,
    isNewUser: person.isNew,
  });
  const roles = arrival.isNewStore || arrival.isNewAgent ? await listRoles(tx, userId) : held;
  const { hasCallingData = false, prefilledData = null, isAwaited = false } = arrival;
  const facts = { userId, storeId: arrival.storeId, isNewUser: person.isNew && !isAwaited };
  return { ...facts, sid, device, locale, needsOnboarding, redirectTo, roles, hasCallingData, prefilledData };
}

async function refusePerson(tx: Tx, accepted: AcceptedChallenge, reason: string, caller: Caller): Promise<AppError> {
  await audit(tx, {
    action: "auth.refused",
    actor: { kind: "anonymous" },
    subject: { kind: "otp_challenge", id: accepted.id },
    detail: { to: maskIdentifier(accepted), reason },
    address: caller.address,
    agent: caller.agent,
  });
  return new AppError("forbidden", { message: reason === "disabled" ? "accountDisabled" : "noAccount" });
}

/**
 * Turns a right code into a session: challenge used up, person found or made, arrival, session and audit rows in one transaction. `replaces`
 * is the session this browser had before. Throws `invalid_code`, `code_expired`, `too_many_attempts`, or `forbidden` for a closed account.
 */
export async function verifyOtp(
  input: CodeAnswer & { replaces?: string | null },
  context: { arrive: Arrive; caller: Omit<Caller, "browser"> & { browser: string | null } },
): Promise<SignedIn> {
  const { challengeId, otp, replaces } = input;
  const caller = { ...context.caller, browser: context.caller.browser ?? "" };
  const identifier = challengeId ? undefined : requireIdentifier(input).identifier;
  const outcome = await transaction("system", async (tx): Promise<{ signedIn: SignedIn } | { refusal: AppError }> => {
    const verdict = await acceptCode(tx, { challengeId, identifier, otp, purposes: ["login", "signup"], ...caller });
    if ("refusal" in verdict) return verdict;
    const { accepted } = verdict;
    const person = await findOrCreatePerson(tx, accepted);
    if (!person) return { refusal: await refusePerson(tx, accepted, "unknown", caller) };
    if (person.isDisabled) return { refusal: await refusePerson(tx, accepted, "disabled", caller) };
    return { signedIn: await enter(tx, { accepted, person, arrive: context.arrive, caller, replaces }) };
  });
  if ("refusal" in outcome) throw outcome.refusal;
  return outcome.signedIn;
}
