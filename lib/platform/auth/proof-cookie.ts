import { cookies } from "next/headers";
import { cookieFlags } from "./session-cookie";

const shape = /^[A-Za-z0-9_-]{43}$/;

// Not with the prefix of the other cookies: that one is for the whole host, and this one is for the pages of invites alone.
const name = () => (cookieFlags().secure ? "__Secure-gangway.proof" : "gangway.proof");
const flags = () => ({ ...cookieFlags(), path: "/invite" });

/** What this browser proves on the pages of invites: the token that a right code gave; null without one. */
export async function findProof(): Promise<string | null> {
  const token = (await cookies()).get(name())?.value;
  return token && shape.test(token) ? token : null;
}

/** Gives this browser such a token for so many seconds, so that a reload goes on where it was. For actions. */
export async function writeProof(token: string, lifeSeconds: number): Promise<void> {
  (await cookies()).set(name(), token, { ...flags(), maxAge: lifeSeconds });
}
