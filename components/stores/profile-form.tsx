"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { DraftKept, DraftRestored } from "@/components/flow/draft-notes";
import { StepForm } from "@/components/flow/step-form";
import { useAfterSave } from "@/components/flow/use-after-save";
import { isNews, useDraft } from "@/components/flow/use-draft";
import { useStepForm } from "@/components/flow/use-step-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { Envelope } from "@/lib/platform/http/envelope";
import type { MerchantProfile } from "@/lib/stores/schema";
import { shopLanguages } from "@/lib/stores/schema/choices";

type Saved = { [Key in keyof MerchantProfile]: string | null } & { version: number };
type Answers = Record<keyof MerchantProfile, string>;
type Props = {
  saved: Saved;
  save: (input: unknown, key: string) => Promise<Envelope<unknown>>;
  /** The next step of the wizard; null in the settings. */
  next: string | null;
  /** What was typed before and not saved; left out where no drafts are kept. */
  draft?: { answers: Partial<Answers>; savedAt: string } | null;
};

const draftPath = "/api/v1/store/onboarding/step/merchant-profile/draft";

function toAnswers(saved: Omit<Saved, "version">): Answers {
  const texts = Object.fromEntries(Object.entries(saved).map(([key, value]) => [key, value ?? ""])) as Answers;
  return {
    ...texts,
    defaultLanguage: saved.defaultLanguage || "fr",
    dashboardLanguage: saved.dashboardLanguage || "en",
  };
}

const oneLine = [
  { name: "merchantName", autoComplete: "organization", optional: false, type: "text" },
  { name: "brandName", autoComplete: "off", optional: true, type: "text" },
  { name: "contactEmail", autoComplete: "email", optional: false, type: "email" },
  { name: "contactPhone", autoComplete: "tel", optional: true, type: "tel" },
  { name: "website", autoComplete: "url", optional: true, type: "url" },
] as const;

/** Who the merchant is and how customers reach them. */
export function ProfileForm({ saved: { version, ...saved }, save, next, draft }: Props) {
  const t = useTranslations("stores.profile");
  const after = useAfterSave(next);
  const answers = toAnswers(saved);
  const [restored, setRestored] = useState(isNews(draft?.answers, answers) ? draft : null);
  const step = useStepForm({
    schema: () => import("@/lib/stores/schema").then(found => found.MerchantProfile),
    defaultValues: { ...answers, ...restored?.answers } as never,
    version,
    save: (values, context) => save({ ...values, version: context.version }, context.idempotencyKey),
    onSaved: after.onSaved,
  });
  const { form, register, field } = step;
  const { savedAt, forget } = useDraft(form, draft === undefined ? null : draftPath);
  const discard = () => {
    setRestored(null);
    form.reset(answers as never);
    void forget();
  };
  const told = draft === undefined ? after.word(form.formState.isDirty) : <DraftKept savedAt={savedAt} />;
  return (
    <StepForm step={step} submitLabel={after.submitLabel} actions={told}>
      {restored ? <DraftRestored savedAt={restored.savedAt} onDiscard={discard} /> : null}
      {oneLine.map(({ name, autoComplete, optional, type }) => (
        <Field
          key={name}
          {...field(name)}
          label={t(`${name}.label`)}
          hint={t.has(`${name}.hint`) ? t(`${name}.hint`) : undefined}
          optional={optional}
        >
          <Input type={type} autoComplete={autoComplete} spellCheck={false} {...register(name)} />
        </Field>
      ))}
      <Field {...field("businessAddress")} label={t("businessAddress.label")} optional>
        <Textarea rows={3} autoComplete="street-address" {...register("businessAddress")} />
      </Field>
      <Field {...field("taxNumber")} label={t("taxNumber.label")} hint={t("taxNumber.hint")} optional>
        <Input autoComplete="off" spellCheck={false} {...register("taxNumber")} />
      </Field>
      <Field {...field("description")} label={t("description.label")} hint={t("description.hint")} optional>
        <Textarea rows={4} {...register("description")} />
      </Field>
      <div className="grid gap-6 sm:grid-cols-2">
        {(["defaultLanguage", "dashboardLanguage"] as const).map(name => (
          <Field key={name} {...field(name)} label={t(`${name}.label`)} hint={t(`${name}.hint`)}>
            <Select {...register(name)}>
              {shopLanguages.map(language => (
                <option key={language} value={language}>
                  {t(`languages.${language}`)}
                </option>
              ))}
            </Select>
          </Field>
        ))}
      </div>
    </StepForm>
  );
}
