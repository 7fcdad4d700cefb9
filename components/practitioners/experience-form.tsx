"use client";

import { useTranslations } from "next-intl";
import type { ZodType } from "zod";
import { StepForm } from "@/components/flow/step-form";
import { useAfterSave } from "@/components/flow/use-after-save";
import { useStepForm } from "@/components/flow/use-step-form";
import type { Envelope } from "@/lib/platform/http/envelope";
import type { ExperienceCertifications } from "@/lib/practitioners/schema";
import { EntryList } from "./entry-list";
import { emptyCertificate, emptyWork, type TypedExperience, toTyped } from "./experience";
import { CertificateFields, WorkFields } from "./experience-fields";

type Props = {
  saved: ExperienceCertifications & { version: number };
  save: (input: unknown) => Promise<Envelope<unknown>>;
  /** The next page of the wizard; null in the settings. */
  next: string | null;
};

const schema = (): Promise<ZodType<ExperienceCertifications, TypedExperience>> =>
  import("@/lib/practitioners/schema").then(found => found.ExperienceCertifications as never);

/** Where the practitioner worked, and what was certified: two lists, both of which may stay empty. */
export function ExperienceForm({ saved, save, next }: Props) {
  const t = useTranslations("practitioners.experience");
  const after = useAfterSave(next);
  const step = useStepForm({
    schema,
    defaultValues: toTyped(saved),
    version: saved.version,
    save: (values, context) => save({ ...values, version: context.version }),
    onSaved: after.onSaved,
  });
  return (
    <StepForm step={step} submitLabel={after.submitLabel} actions={after.word(step.form.formState.isDirty)}>
      <EntryList
        step={step}
        name="workExperiences"
        empty={emptyWork}
        title={t("work.title")}
        hint={t("work.intro")}
        addLabel={t("work.add")}
      >
        {at => <WorkFields step={step} at={at} />}
      </EntryList>
      <EntryList
        step={step}
        name="certifications"
        empty={emptyCertificate}
        title={t("certificates.title")}
        hint={t("certificates.intro")}
        addLabel={t("certificates.add")}
      >
        {at => <CertificateFields step={step} at={at} />}
      </EntryList>
    </StepForm>
  );
}
