"use client";

import { useTranslations } from "next-intl";
import type { Path } from "react-hook-form";
import { DateParts } from "@/components/ui/date-parts";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { ExperienceStep, TypedExperience } from "./experience";

type FieldsProps = { step: ExperienceStep; at: number };
type Name = Extract<Path<TypedExperience>, `${string}.${number}.${string}`>;

/** The fields of one place of work. */
export function WorkFields({ step, at }: FieldsProps) {
  const t = useTranslations("practitioners.experience.work");
  const nameOf = <Own extends string>(own: Own) => `workExperiences.${at}.${own}` as const;
  return (
    <>
      <TextField step={step} name={nameOf("jobTitle")} label={t("jobTitle")} />
      <TextField step={step} name={nameOf("company")} label={t("company")} optional />
      <div className="grid gap-5 sm:grid-cols-2">
        <DateField step={step} name={nameOf("startDate")} label={t("startDate")} hint={t("startHint")} />
        <DateField step={step} name={nameOf("endDate")} label={t("endDate")} hint={t("endHint")} />
      </div>
      <TextField step={step} name={nameOf("duration")} label={t("duration")} hint={t("durationHint")} optional />
      <Field {...step.field(nameOf("description"))} label={t("description")} optional>
        <Textarea rows={3} {...step.form.register(nameOf("description"))} />
      </Field>
    </>
  );
}

/** The fields of one certificate. */
export function CertificateFields({ step, at }: FieldsProps) {
  const t = useTranslations("practitioners.experience.certificates");
  const nameOf = <Own extends string>(own: Own) => `certifications.${at}.${own}` as const;
  return (
    <>
      <TextField step={step} name={nameOf("certificateName")} label={t("certificateName")} />
      <TextField step={step} name={nameOf("issuingOrganization")} label={t("issuingOrganization")} optional />
      <DateField step={step} name={nameOf("dateReceived")} label={t("dateReceived")} hint={t("dateHint")} />
      <TextField step={step} name={nameOf("credentialId")} label={t("credentialId")} optional />
    </>
  );
}

type OneProps = { step: ExperienceStep; name: Name; label: string; hint?: string; optional?: boolean };

function TextField({ step, name, ...words }: OneProps) {
  return (
    <Field {...step.field(name)} {...words}>
      <Input autoComplete="off" {...step.form.register(name)} />
    </Field>
  );
}

function DateField({ step: { form, field }, name, label, hint }: OneProps) {
  const value = form.watch(name);
  const options = { shouldDirty: true, shouldValidate: form.formState.isSubmitted };
  return (
    <DateParts
      {...field(name)}
      legend={label}
      hint={hint}
      optional
      value={typeof value === "string" ? value : ""}
      onChange={text => form.setValue(name, text, options)}
    />
  );
}
