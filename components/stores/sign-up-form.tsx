"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { StepForm } from "@/components/flow/step-form";
import { useStepForm } from "@/components/flow/use-step-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type PhoneCountry, PhoneField } from "@/components/ui/phone-field";
import { call } from "@/lib/platform/http/browser";

type SignedUp = { storeCode: string; challengeId: string };

const questions = [
  { name: "storeName", autoComplete: "organization", type: "text" },
  { name: "ownerName", autoComplete: "name", type: "text" },
  { name: "email", autoComplete: "email", type: "email" },
] as const;

/** Four questions that open a store's account; the code follows by SMS. */
export function SignUpForm({ countries }: { countries: readonly PhoneCountry[] }) {
  const t = useTranslations("stores.signUp");
  const router = useRouter();
  const step = useStepForm({
    schema: () => import("@/lib/stores/schema").then(found => found.StoreSignup),
    defaultValues: { storeName: "", ownerName: "", email: "", country: countries[0]?.region ?? "LU", phoneNumber: "" },
    save: values => call<SignedUp>("POST", "/api/v1/store/signup", values),
    onSaved: made => router.push(`/signup/store?challenge=${encodeURIComponent(made?.challengeId ?? "")}`),
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
