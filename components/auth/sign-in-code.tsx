"use client";

import { CodeForm } from "./code-form";
import { type ShownChallenge, type SignInResult, signInDoor } from "./use-code";

type SignInCodeProps = {
  challenge: ShownChallenge;
  next: string | null;
  correctHref: string | null;
  hasOutbox: boolean;
};

/** The code step of `/login`: afterwards to where the person came from, else to where they belong. */
export function SignInCode({ challenge, next, correctHref, hasOutbox }: SignInCodeProps) {
  // A full load: nothing that was drawn for nobody may be shown to somebody.
  const leave = ({ redirectTo }: SignInResult) => window.location.assign(wayTo(redirectTo, next));
  return (
    <CodeForm challenge={challenge} door={signInDoor} onDone={leave} correctHref={correctHref} hasOutbox={hasOutbox} />
  );
}

/** Who has several roles chooses first, and goes on from there. */
const wayTo = (redirectTo: string, next: string | null) =>
  redirectTo === "/choose" && next ? `/choose?next=${encodeURIComponent(next)}` : (next ?? redirectTo);
