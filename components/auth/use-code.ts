"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import type { ChallengeView } from "@/lib/platform/auth/schema";
import { call } from "@/lib/platform/http/browser";
import type { Envelope } from "@/lib/platform/http/envelope";
import { type Problem, problemOf, type Texts } from "./sign-in-problem";

/** A challenge on its page. */
export type ShownChallenge = ChallengeView & {
  channel: "sms" | "email";
  /** The number or address in full; otherwise `to` is shown. */
  spelled?: string;
  triesLeft?: number;
};

/** What a sign-in answers. */
export type SignInResult = { redirectTo: string; storeId: number | null };

/** Where codes are sent from and answered. */
export type CodeDoor<Result> = {
  verify: (challengeId: string, otp: string) => Promise<Envelope<Result>>;
  resend: (challengeId: string) => Promise<Envelope<ChallengeView>>;
};

/** That of signing in. */
export const signInDoor: CodeDoor<SignInResult> = {
  verify: (challengeId, otp) => call("POST", "/api/v1/auth/verify-otp", { challengeId, otp }),
  resend: challengeId => call("POST", "/api/v1/auth/send-otp", { challengeId }),
};

type Sent = { challenge: ShownChallenge; count: number };

/** The page's address with another challenge, so that a reload shows it and sends nothing; null where the address names none. */
function addressOf(challengeId: string): string | null {
  const url = new URL(window.location.href);
  if (!url.searchParams.has("challenge")) return null;
  url.searchParams.set("challenge", challengeId);
  return url.pathname + url.search;
}

/** A reload may find a challenge that is over. */
function startingProblem({ expiresIn, triesLeft }: ShownChallenge, t: Texts): Problem | null {
  if (expiresIn === 0) return { field: "otp", message: t("errors.expired") };
  return triesLeft === 0 ? { field: "otp", message: t("errors.wrongLast") } : null;
}

/** The code step's doing: verify a code, send a new one, and what went wrong. */
export function useCode<Result>(first: ShownChallenge, door: CodeDoor<Result>, onDone: (result: Result) => void) {
  const t = useTranslations("auth");
  const [sent, setSent] = useState<Sent>({ challenge: first, count: 0 });
  const [doing, setDoing] = useState<"verify" | "resend" | "done" | null>(null);
  const [problem, setProblem] = useState<Problem | null>(() => startingProblem(first, t));
  // State is too slow for two calls in one tick: paste and Enter.
  const isBusy = useRef(false);
  const { challengeId, channel } = sent.challenge;

  async function once(what: "verify" | "resend", work: () => Promise<Problem | null | "done">) {
    if (isBusy.current) return;
    isBusy.current = true;
    setDoing(what);
    setProblem(null);
    const outcome = await work();
    isBusy.current = outcome === "done";
    setDoing(outcome === "done" ? "done" : null);
    if (outcome !== "done") setProblem(outcome);
  }
  const verify = (otp: string) =>
    once("verify", async () => {
      if (!/^\d{6}$/.test(otp)) return { field: "otp", message: t("errors.sixDigits") };
      const answer = await door.verify(challengeId, otp);
      if (!answer.success || !answer.data) return problemOf(answer, channel, t);
      onDone(answer.data);
      return "done";
    });
  const resend = () =>
    once("resend", async () => {
      const answer = await door.resend(challengeId);
      if (!answer.success || !answer.data) {
        return answer.error?.code === "invalid_code" ? { message: t("errors.gone") } : problemOf(answer, channel, t);
      }
      const renewed = answer.data;
      const address = renewed.challengeId === challengeId ? null : addressOf(renewed.challengeId);
      // Not by the router: that would draw the page anew, and what has just been said would be gone.
      if (address) window.history.replaceState(null, "", address);
      setSent(({ challenge, count }) => ({ challenge: { ...challenge, ...renewed }, count: count + 1 }));
      return null;
    });
  return { ...sent, doing, problem, verify, resend };
}
