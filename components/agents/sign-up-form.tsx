"use client";

import { SignUpForm } from "@/components/flow/sign-up-form";
import { chooseAmerica } from "@/components/ui/choose-country";
import type { PhoneCountry } from "@/components/ui/phone-field";

const questions = [
  { name: "name", autoComplete: "name", type: "text" },
  { name: "email", autoComplete: "email", type: "email" },
] as const;

/** Three questions that open an agent's account; the code follows by SMS. */
export function AgentSignUp({ countries }: { countries: readonly PhoneCountry[] }) {
  return (
    <SignUpForm
      area="agents"
      schema={() => import("@/lib/agents/schema").then(found => found.AgentSignup)}
      defaultValues={{ name: "", email: "", country: chooseAmerica(countries), phoneNumber: "" }}
      questions={questions}
      countries={countries}
      route="/api/v1/agents/signup"
      here="/signup/agent"
    />
  );
}
