import { audit } from "../../audit";
import { type Tx, transaction } from "../../db";
import { forget } from "../../rate-limit";
import { endChallenges } from "../challenge-store";
import type { Identifier } from "../identifier";
import { acceptPhone, maskPhone } from "../phone";
import type { Caller } from "../service";
import type { SessionUser } from "../session";
import { readPhone } from "./queries";
import type { NumberAct, SignInState } from "./schema";
import { aliveChallenges, personalKeys, readSignInStates } from "./sign-in-state";

/** A number that nobody has signed in with yet. */
export type FreeNumber = { phoneNumber: string; spelled: string; state: SignInState };

const sms = (identifier: string): Identifier => ({ channel: "sms", identifier });

async function readState(tx: Tx, phoneNumber: string): Promise<SignInState | null> {
  const [state] = await readSignInStates(tx, { phoneNumber, email: null, emailConfirmed: false });
  return state ?? null;
}

/** Why a number without an account gets codes or none: whoever cannot get in for the first time is on no list. Null when the text is no number, or has an account. */
export async function findFreeNumber(text: string): Promise<FreeNumber | null> {
  const phone = readPhone(text);
  if (!phone) return null;
  const phoneNumber = phone.e164;
  return transaction("system", async tx => {
    const state = (await tx.user.count({ where: { phoneNumber } })) > 0 ? null : await readState(tx, phoneNumber);
    return state && { phoneNumber, spelled: phone.international, state };
  });
}

/** Lifts what keeps codes from one number: wrong guesses and spent budgets of its own are forgotten, open codes end. What others share stays. */
export async function unblockNumber(order: {
  actor: SessionUser;
  input: NumberAct;
  caller: Pick<Caller, "address" | "agent">;
}): Promise<null> {
  const { actor, input, caller } = order;
  const { e164 } = acceptPhone(input.phoneNumber);
  await transaction("system", async tx => {
    const counters = await forget(tx, await personalKeys(tx, sms(e164)));
    const codes = await endChallenges(tx, await aliveChallenges(tx, sms(e164)));
    await audit(tx, {
      action: "people.number_unblocked",
      actor: { kind: "user", id: actor.id },
      subject: { kind: "number", id: maskPhone(e164) },
      detail: { reason: input.reason, counters, codes },
      ...caller,
    });
  });
  return null;
}
