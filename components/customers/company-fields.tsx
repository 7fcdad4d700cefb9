"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { FormSection } from "./form-section";

type Name = "name" | "contactEmail";
type CompanyFieldsProps = {
  field: (name: Name) => { name: string; error?: string | undefined };
  register: (name: Name) => ComponentProps<"input">;
};

/** Who a customer is, and whom to write to. */
export function CompanyFields({ field, register }: CompanyFieldsProps) {
  const t = useTranslations("customers.form");
  return (
    <FormSection title={t("company")}>
      <Field {...field("name")} label={t("name")} hint={t("nameHint")}>
        <Input {...register("name")} autoComplete="off" spellCheck={false} />
      </Field>
      <Field {...field("contactEmail")} label={t("contactEmail")} hint={t("contactEmailHint")}>
        <Input {...register("contactEmail")} type="email" autoComplete="off" spellCheck={false} />
      </Field>
    </FormSection>
  );
}
