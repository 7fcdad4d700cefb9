import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { IdentifierForm } from "@/components/auth/identifier-form";
import { loginHref } from "@/components/auth/login-href";
import { SignInCode } from "@/components/auth/sign-in-code";
import { SignInFrame } from "@/components/auth/sign-in-frame";
import { SignInWays } from "@/components/auth/sign-in-ways";
import { findBrowser } from "@/lib/platform/auth/browser";
import { currentSession } from "@/lib/platform/auth/current";
import { audienceOfPath } from "@/lib/platform/auth/follow-next";
import { findChallengeView, signInOptions } from "@/lib/platform/auth/queries";
import { safePath } from "@/lib/platform/auth/safe-path";

type Search = Promise<Record<string, string | string[] | undefined>>;

async function readSearch(searchParams: Search) {
  const { next, challenge, with: way } = await searchParams;
  const target = typeof next === "string" ? safePath(next) : null;
  const channel = way === "email" ? ("email" as const) : ("sms" as const);
  const found = typeof challenge === "string" ? await findChallengeView(challenge, await findBrowser()) : null;
  return { target, channel: found?.channel ?? channel, challenge: found };
}

/** Title by step, so that the code step is told from the first one. */
export async function generateMetadata({ searchParams }: { searchParams: Search }): Promise<Metadata> {
  const [t, { challenge }] = await Promise.all([getTranslations("auth"), readSearch(searchParams)]);
  return { title: challenge ? t("code.title") : t("title") };
}

/** Sign-in in two steps under one address; a reload of the second one sends nothing. */
export default async function LoginPage({ searchParams }: { searchParams: Search }) {
  const { target, channel, challenge } = await readSearch(searchParams);
  // Only the row decides: a cookie whose session has ended stays here, or revoked people would loop.
  if (await currentSession()) redirect(target ?? "/");
  const t = await getTranslations("auth");
  const { countries, hasOutbox, support } = signInOptions();
  const help = <SignInWays channel={channel} next={target} support={support} />;
  const first = loginHref(channel, target);
  return challenge ? (
    <SignInFrame title={t("code.title")} help={help}>
      <SignInCode
        key={challenge.challengeId}
        challenge={challenge}
        next={target}
        changeHref={first}
        hasOutbox={hasOutbox}
      />
    </SignInFrame>
  ) : (
    <SignInFrame title={t("title")} lead={t(channel === "sms" ? "lead" : "leadEmail")} help={help}>
      <IdentifierForm
        key={channel}
        channel={channel}
        countries={countries}
        codeHref={first}
        audience={audienceOfPath(target)}
      />
    </SignInFrame>
  );
}
