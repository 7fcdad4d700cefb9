import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { SignUp, type SignUpSearch } from "@/app/signup/sign-up";
import { AgentSignUp } from "@/components/agents/sign-up-form";
import { signInOptions } from "@/lib/platform/auth/queries";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("agents.signUp"))("title") };
}

/** Sign-up of an agent. */
export default async function AgentSignUpPage({ searchParams }: { searchParams: SignUpSearch }) {
  return (
    <SignUp area="agents" here="/signup/agent" search={searchParams}>
      <AgentSignUp countries={signInOptions(await getLocale()).countries} />
    </SignUp>
  );
}
