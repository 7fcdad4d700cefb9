"use client";

import { useTranslations } from "next-intl";
import { StepForm } from "@/components/flow/step-form";
import { useAfterSave } from "@/components/flow/use-after-save";
import { useStepForm } from "@/components/flow/use-step-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Envelope } from "@/lib/platform/http/envelope";
import type { BasicInfo } from "@/lib/practitioners/schema";
import { type Origin, PrefillNote } from "./prefill-note";

type Name = keyof BasicInfo;
type Props = {
  saved: Record<Name, string | null> & {
    version: number;
    phoneNumber: string;
    shown: string | null;
    prefilled: Partial<Record<Name, Origin>>;
  };
  save: (input: unknown) => Promise<Envelope<unknown>>;
  /** The next page of the wizard; null in the settings. */
  next: string | null;
};

const fields = [
  { name: "firstName", autoComplete: "given-name", type: "text", half: true },
  { name: "lastName", autoComplete: "family-name", type: "text", half: true },
  { name: "email", autoComplete: "email", type: "email", half: false },
  { name: "location", autoComplete: "address-level2", type: "text", half: false },
] as const;

/** Who the practitioner is; what the calling system told stands there to be checked. */
export function BasicInfoForm({ saved, save, next }: Props) {
  const t = useTranslations("practitioners.basic");
  const after = useAfterSave(next);
  const { firstName, lastName, email, location, version, phoneNumber, prefilled, shown } = saved;
  const step = useStepForm({
    schema: () => import("@/lib/practitioners/schema").then(found => found.BasicInfo),
    defaultValues: {
      firstName: firstName ?? "",
      lastName: lastName ?? "",
      email: email ?? "",
      location: location ?? "",
    },
    version,
    keepsUp: true,
    save: (values, context) => save({ ...values, version: context.version, shown: shown ?? undefined }),
    onSaved: after.onSaved,
  });
  const typed = step.form.watch();
  return (
    <StepForm step={step} submitLabel={after.submitLabel} actions={after.word(step.form.formState.isDirty)}>
      <div className="grid gap-6 sm:grid-cols-2">
        {fields.map(({ name, autoComplete, type, half }) => {
          const origin = typed[name] === saved[name] ? prefilled[name] : undefined;
          return (
            <Field
              key={name}
              {...step.field(name)}
              label={t(`${name}.label`)}
              hint={t.has(`${name}.hint`) ? t(`${name}.hint`) : undefined}
              note={origin ? <PrefillNote origin={origin} /> : undefined}
              className={half ? undefined : "sm:col-span-2"}
            >
              <Input type={type} autoComplete={autoComplete} spellCheck={false} {...step.register(name)} />
            </Field>
          );
        })}
      </div>
      <p className="text-ink-muted">
        {t.rich("phone", { number: () => <bdi className="tabular-nums">{phoneNumber}</bdi> })}
      </p>
    </StepForm>
  );
}
