import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { IdentifierForm } from "@/components/auth/identifier-form";
import { KeepField } from "@/components/auth/keep-field";
import { loginHref } from "@/components/auth/login-href";
import { SignInCode } from "@/components/auth/sign-in-code";
import { SignInFrame } from "@/components/auth/sign-in-frame";
import { SignInWays } from "@/components/auth/sign-in-ways";
import { currentSession } from "@/lib/platform/auth/current";
import { audienceOfPath } from "@/lib/platform/auth/follow-next";
import { signInOptions } from "@/lib/platform/auth/queries";
import { type LoginSearch, readSearch } from "./read-search";

/** Title by step, so that the code step is told from the first one. */
export async function generateMetadata({ searchParams }: { searchParams: LoginSearch }): Promise<Metadata> {
  const [t, { challenge }] = await Promise.all([getTranslations("auth"), readSearch(searchParams)]);
  return { title: challenge ? t("code.title") : t("title") };
}

/** Sign-in in two steps under one address; a reload of the second one sends nothing. */
export default async function LoginPage({ searchParams }: { searchParams: LoginSearch }) {
  const { target, channel, challenge, given } = await readSearch(searchParams);
  // Only the row decides: a cookie whose session has ended stays here, or revoked people would loop.
  if (await currentSession()) redirect(target ?? "/");
  const t = await getTranslations("auth");
  const { countries, hasOutbox, support } = signInOptions(await getLocale());
  const audience = audienceOfPath(target);
  const correctHref = challenge && loginHref(channel, target, challenge.challengeId);
  // Where a sign-in may open an account, a number may be mistyped for good; elsewhere nobody is asked to doubt it.
  const isSignUp = audience === null;
  const help = (
    <SignInWays
      channel={channel}
      next={target}
      support={support}
      isFirst={!challenge}
      otherHref={isSignUp ? null : correctHref}
    />
  );
  return challenge ? (
    <SignInFrame title={t("code.title")} help={help}>
      <SignInCode
        key={challenge.challengeId}
        challenge={challenge}
        next={target}
        correctHref={isSignUp ? correctHref : null}
        hasOutbox={hasOutbox}
      />
    </SignInFrame>
  ) : (
    <SignInFrame title={t("title")} lead={t(channel === "sms" ? "lead" : "leadEmail")} help={help}>
      <KeepField next={target} />
      <IdentifierForm
        key={channel}
        channel={channel}
        countries={countries}
        codeHref={loginHref(channel, target)}
        audience={audience}
        given={given}
      />
    </SignInFrame>
  );
}
