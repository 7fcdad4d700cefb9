import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Texts } from "@/app/texts";
import { SignUpForm } from "@/components/agents/sign-up-form";
import { SignInCode } from "@/components/auth/sign-in-code";
import { SignInFrame } from "@/components/auth/sign-in-frame";
import { QueryProvider } from "@/components/ui/query-provider";
import { findBrowser } from "@/lib/platform/auth/browser";
import { findChallengeView, signInOptions } from "@/lib/platform/auth/queries";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("agents.signUp"))("title") };
}

/** Sign-up of an agent: who you are, then the code; a reload of the second step sends nothing. */
export default async function AgentSignUpPage({
  searchParams,
}: {
  searchParams: Promise<{ challenge?: string | string[] }>;
}) {
  const t = await getTranslations("agents.signUp");
  const { challenge: id } = await searchParams;
  const challenge = typeof id === "string" ? await findChallengeView(id, await findBrowser()) : null;
  const { countries, hasOutbox } = signInOptions();
  if (challenge)
    return (
      <SignInFrame title={t("codeTitle")}>
        <SignInCode challenge={challenge} next={null} correctHref="/signup/agent" hasOutbox={hasOutbox} />
      </SignInFrame>
    );
  return (
    <SignInFrame title={t("title")} lead={t("lead")}>
      <Texts areas={["agents"]}>
        <QueryProvider>
          <SignUpForm countries={countries} />
        </QueryProvider>
      </Texts>
    </SignInFrame>
  );
}
