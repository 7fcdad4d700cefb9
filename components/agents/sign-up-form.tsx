"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { StepForm } from "@/components/flow/step-form";
import { useStepForm } from "@/components/flow/use-step-form";
import { chooseAmerica } from "@/components/ui/choose-country";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type PhoneCountry, PhoneField } from "@/components/ui/phone-field";
import { call } from "@/lib/platform/http/browser";

type SignedUp = { challengeId: string };

const questions = [
  { name: "name", autoComplete: "name", type: "text" },
  { name: "email", autoComplete: "email", type: "email" },
] as const;

/** Three questions that open an agent's account; the code follows by SMS. */
export function SignUpForm({ countries }: { countries: readonly PhoneCountry[] }) {
  const t = useTranslations("agents.signUp");
  const router = useRouter();
  const step = useStepForm({
    schema: () => import("@/lib/agents/schema").then(found => found.AgentSignup),
    defaultValues: { name: "", email: "", country: chooseAmerica(countries), phoneNumber: "" },
    save: values => call<SignedUp>("POST", "/api/v1/agents/signup", values),
    onSaved: made => router.push(`/signup/agent?challenge=${encodeURIComponent(made?.challengeId ?? "")}`),
  });
  const { register, field } = step;
  return (
    <StepForm step={step} submitLabel={t("submit")} busyLabel={t("submitting")}>
      {questions.map(({ name, autoComplete, type }) => (
        <Field
          key={name}
          {...field(name)}
          label={t(`${name}.label`)}
          hint={t.has(`${name}.hint`) ? t(`${name}.hint`) : undefined}
        >
          <Input type={type} autoComplete={autoComplete} spellCheck={false} {...register(name)} />
        </Field>
      ))}
      <PhoneField
        countries={countries}
        country={register("country")}
        phone={register("phoneNumber")}
        hint={t("phoneNumber.hint")}
        error={field("phoneNumber").error}
      />
      <p className="text-sm text-ink-muted">
        {t.rich("haveAccount", {
          link: chunks => (
            <Link href="/login" className="link">
              {chunks}
            </Link>
          ),
        })}
      </p>
    </StepForm>
  );
}
