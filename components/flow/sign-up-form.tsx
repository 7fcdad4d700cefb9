"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { FieldValues, Path } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type PhoneCountry, PhoneField } from "@/components/ui/phone-field";
import { call } from "@/lib/platform/http/browser";
import { StepForm } from "./step-form";
import type { LoadSchema } from "./use-checks";
import { useStepForm } from "./use-step-form";

type PhoneAnswers = { country: string; phoneNumber: string };

type SignUpFormProps<In extends FieldValues, Out extends Record<string, unknown>> = {
  /** Whose texts: those of `<area>.signUp`. */
  area: "agents" | "stores";
  schema: LoadSchema<In, Out>;
  defaultValues: In & PhoneAnswers;
  /** Asked in this order, before the number; each has a label, and may have a hint, in the texts. */
  questions: readonly { name: Path<In>; autoComplete: string; type: "text" | "email" }[];
  countries: readonly PhoneCountry[];
  /** The route that takes the answers; its answer names a challenge. */
  route: string;
  /** The page that asks for the code of a challenge. */
  here: string;
};

/** A few questions that open an account; the code follows by SMS. */
export function SignUpForm<In extends FieldValues, Out extends Record<string, unknown>>(
  props: SignUpFormProps<In, Out>,
) {
  const { area, schema, defaultValues, questions, countries, route, here } = props;
  const t = useTranslations(`${area}.signUp`) as ReturnType<typeof useTranslations>;
  const router = useRouter();
  const step = useStepForm<In, Out, { challengeId: string }>({
    schema,
    defaultValues,
    save: values => call("POST", route, values),
    onSaved: made => router.push(`${here}?challenge=${encodeURIComponent(made?.challengeId ?? "")}`),
  });
  const { register, field } = step;
  const [country, phoneNumber] = ["country", "phoneNumber"] as Path<In>[] as [Path<In>, Path<In>];
  return (
    <StepForm step={step} submitLabel={t("submit")} busyLabel={t("submitting")}>
      {questions.map(({ name, autoComplete, type }) => (
        <Field
          key={name}
          {...field(name)}
          label={t(`${name as string}.label`)}
          hint={t.has(`${name as string}.hint`) ? t(`${name as string}.hint`) : undefined}
        >
          <Input type={type} autoComplete={autoComplete} spellCheck={false} {...register(name)} />
        </Field>
      ))}
      <PhoneField
        countries={countries}
        country={register(country)}
        phone={register(phoneNumber)}
        hint={t("phoneNumber.hint")}
        error={field(phoneNumber).error}
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
