import { randomBytes } from "node:crypto";
import { audit } from "@/lib/platform/audit";
import { type ChallengeRequest, startChallenge } from "@/lib/platform/auth/challenge";
import { acceptPhone } from "@/lib/platform/auth/phone";
import { noteRefusal } from "@/lib/platform/auth/refusal";
import { type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { createOnboarding } from "@/lib/platform/flow/onboarding";
import { spend } from "@/lib/platform/rate-limit";
import type { StoreSignup } from "../schema";
import { storeOnboarding } from "../steps";

type Caller = { browser: string; device: string | null; address: string; agent: string };

// No 0/O and 1/I: people read codes to each other.
const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const randomLetters = (count: number) => [...randomBytes(count)].map(byte => letters[byte % letters.length]).join("");

function proposeCode(storeName: string): string {
  const start = storeName
    .normalize("NFKD")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .slice(0, 8);
  return start + randomLetters(4);
}

async function insertStore(tx: Tx, input: StoreSignup, phoneNumber: string): Promise<{ id: number; code: string }> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const code = proposeCode(input.storeName);
    const [made] = await tx.$queryRaw<{ id: number; code: string }[]>`
      INSERT INTO stores (code, name, owner_name, email, phone_number, created_at)
      VALUES (${code}, ${input.storeName}, ${input.ownerName}, ${input.email.toLowerCase()}, ${phoneNumber}, app_now())
      ON CONFLICT (code) DO NOTHING RETURNING id, code`;
    if (made) return made;
  }
  throw new Error("no free store code found");
}

// Inside the cool-down a code costs nothing, so stores need a budget of their own.
const storesPerHour = 30;

async function requireRoom(tx: Tx, address: string): Promise<void> {
  const budget = { key: `store-signup:${address}`, limit: storesPerHour * env.rateLimitScale, windowSeconds: 3600 };
  const spent = await spend(tx, [budget]);
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}

async function makeStore(tx: Tx, input: StoreSignup, request: ChallengeRequest) {
  const { address, agent } = request;
  await requireRoom(tx, address);
  const store = await insertStore(tx, input, request.identifier);
  await createOnboarding(tx, storeOnboarding, store.id);
  const challenge = await startChallenge(tx, { ...request, storeId: store.id });
  const subject = { kind: "store", id: store.id };
  const detail = { code: store.code };
  await audit(tx, { action: "store.signed_up", actor: { kind: "anonymous" }, subject, detail, address, agent });
  return { storeCode: store.code, ...challenge };
}

/** Makes a store with its onboarding and sends the code, all in one transaction. The store belongs to whoever verifies the code. */
export async function signUpStore(input: StoreSignup, caller: Caller) {
  const phone = acceptPhone(input.phoneNumber, { defaultRegion: input.country });
  const request: ChallengeRequest = {
    channel: "sms",
    identifier: phone.e164,
    purpose: "signup",
    audience: "store",
    ...caller,
  };
  try {
    return await transaction("system", tx => makeStore(tx, input, request));
  } catch (error) {
    if (error instanceof AppError) await noteRefusal(error, request);
    throw error;
  }
}
