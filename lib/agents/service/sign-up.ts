import { audit } from "@/lib/platform/audit";
import { hashBrowser } from "@/lib/platform/auth/browser-hash";
import { type ChallengeRequest, startChallenge } from "@/lib/platform/auth/challenge";
import { acceptPhone } from "@/lib/platform/auth/phone";
import { noteRefusal } from "@/lib/platform/auth/refusal";
import { type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { spend } from "@/lib/platform/rate-limit";
import type { AgentSignup } from "../schema";

type Caller = { browser: string; device: string | null; address: string; agent: string };

// Inside the cool-down a code costs nothing, so what is typed beside it needs a budget of its own.
const signUpsPerHour = 30;

async function requireRoom(tx: Tx, address: string): Promise<void> {
  const budget = { key: `agent-signup:${address}`, limit: signUpsPerHour * env.rateLimitScale, windowSeconds: 3600 };
  const spent = await spend(tx, [budget]);
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}

async function keepSignUp(tx: Tx, { name, email }: AgentSignup, request: ChallengeRequest) {
  const { identifier, browser, address, agent } = request;
  await requireRoom(tx, address);
  const challenge = await startChallenge(tx, request);
  await tx.$executeRaw`
    INSERT INTO agent_signup (phone_number, browser_hash, name, email, created_at)
    VALUES (${identifier}, ${hashBrowser(browser)}, ${name}, ${email.toLowerCase()}, app_now())
    ON CONFLICT (phone_number, browser_hash) DO UPDATE SET name = excluded.name, email = excluded.email, created_at = excluded.created_at`;
  const subject = { kind: "otp_challenge", id: challenge.challengeId };
  await audit(tx, { action: "agent.signed_up", actor: { kind: "anonymous" }, subject, address, agent });
  return challenge;
}

/**
 * Sends a code and keeps what was typed until it comes back from the same browser: only then is there an account, so nobody can make one, or a
 * role, of somebody else's number. Says nothing of whether there was one before.
 */
export async function signUpAgent(input: AgentSignup, caller: Caller) {
  const phone = acceptPhone(input.phoneNumber, { defaultRegion: input.country });
  const request: ChallengeRequest = {
    channel: "sms",
    identifier: phone.e164,
    purpose: "signup",
    audience: "agent",
    ...caller,
  };
  try {
    return await transaction("system", tx => keepSignUp(tx, input, request));
  } catch (error) {
    if (error instanceof AppError) await noteRefusal(error, request);
    throw error;
  }
}

/** What was typed by people whose code never came goes after a day; returns how many. */
export const purgeUnverified = (tx: Tx): Promise<number> =>
  tx.$executeRaw`DELETE FROM agent_signup WHERE created_at < app_now() - interval '24 hours'`;
