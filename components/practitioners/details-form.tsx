"use client";

import { useTranslations } from "next-intl";
import type { z } from "zod";
import { StepForm } from "@/components/flow/step-form";
import { useAfterSave } from "@/components/flow/use-after-save";
import { useStepForm } from "@/components/flow/use-step-form";
import { Field } from "@/components/ui/field";
import { SuggestInput } from "@/components/ui/suggest-input";
import { WordPicker } from "@/components/ui/word-picker";
import type { Envelope } from "@/lib/platform/http/envelope";
import type { ProfessionalDetails } from "@/lib/practitioners/schema";
import { languages, practiceTypes, specializations, teachingStyles } from "@/lib/practitioners/schema/choices";
import { type Origin, PrefillNote } from "./prefill-note";

type Props = {
  saved: {
    version: number;
    practiceType: string | null;
    languages: string[];
    teachingStyles: string[];
    specializations: string[];
    prefilled: { practiceType?: Origin };
    shown: string | null;
  };
  save: (input: unknown) => Promise<Envelope<unknown>>;
  /** The next page of the wizard; null in the settings. */
  next: string | null;
};

type DetailsStep = Pick<
  ReturnType<typeof useStepForm<z.input<typeof ProfessionalDetails>, ProfessionalDetails, unknown>>,
  "form" | "field" | "errors"
>;

const most = 20;
const lists = [
  { name: "languages", suggestions: languages, optional: false },
  { name: "teachingStyles", suggestions: teachingStyles, optional: true },
  { name: "specializations", suggestions: specializations, optional: false },
] as const;

/** What the practitioner does and in which languages: words of ours to search, or of one's own. */
export function DetailsForm({ saved: { version, prefilled, shown, ...saved }, save, next }: Props) {
  const t = useTranslations("practitioners.details");
  const after = useAfterSave(next);
  const step = useStepForm({
    schema: () => import("@/lib/practitioners/schema").then(found => found.ProfessionalDetails),
    defaultValues: { ...saved, practiceType: saved.practiceType ?? "" },
    version,
    keepsUp: true,
    save: (values, context) => save({ ...values, version: context.version, shown: shown ?? undefined }),
    onSaved: after.onSaved,
  });
  const { form, field } = step;
  const practiceType = form.watch("practiceType") ?? "";
  const isAsTold = practiceType === saved.practiceType;
  return (
    <StepForm step={step} submitLabel={after.submitLabel} actions={after.word(step.form.formState.isDirty)}>
      <Field
        {...field("practiceType")}
        label={t("practiceType.label")}
        hint={t("practiceType.hint")}
        optional
        note={isAsTold && prefilled.practiceType ? <PrefillNote origin={prefilled.practiceType} /> : undefined}
      >
        <SuggestInput
          text={practiceType}
          suggestions={practiceTypes}
          listLabel={t("practiceType.label")}
          onPick={picked => form.setValue("practiceType", picked, { shouldDirty: true })}
          {...step.register("practiceType")}
        />
      </Field>
      {lists.map(list => (
        <WordField key={list.name} step={step} {...list} />
      ))}
    </StepForm>
  );
}

type WordFieldProps = { step: DetailsStep } & (typeof lists)[number];

function WordField({ step: { form, field, errors }, name, suggestions, optional }: WordFieldProps) {
  const t = useTranslations("practitioners.details");
  // A word of the list may be at fault as well.
  const error = errors.find(one => one.field === name || one.field?.startsWith(`${name}.`))?.message;
  const options = { shouldDirty: true, shouldValidate: form.formState.isSubmitted };
  return (
    <Field {...field(name)} error={error} label={t(`${name}.label`)} hint={t(`${name}.hint`)} optional={optional}>
      <WordPicker
        label={t(`${name}.label`)}
        value={form.watch(name) ?? []}
        onChange={words => form.setValue(name, words, options)}
        suggestions={suggestions}
        most={most}
      />
    </Field>
  );
}
