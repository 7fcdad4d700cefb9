"use client";

import { SignUpForm } from "@/components/flow/sign-up-form";
import type { PhoneCountry } from "@/components/ui/phone-field";

const questions = [
  { name: "storeName", autoComplete: "organization", type: "text" },
  { name: "ownerName", autoComplete: "name", type: "text" },
  { name: "email", autoComplete: "email", type: "email" },
] as const;

/** Four questions that open a store's account; the code follows by SMS. */
export function StoreSignUp({ countries }: { countries: readonly PhoneCountry[] }) {
  return (
    <SignUpForm
      area="stores"
      schema={() => import("@/lib/stores/schema").then(found => found.StoreSignup)}
      defaultValues={{
        storeName: "",
        ownerName: "",
        email: "",
        country: countries[0]?.region ?? "LU",
        phoneNumber: "",
      }}
      questions={questions}
      countries={countries}
      route="/api/v1/store/signup"
      here="/signup/store"
    />
  );
}
