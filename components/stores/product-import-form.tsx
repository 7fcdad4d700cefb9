"use client";

import { useTranslations } from "next-intl";
import { StepForm } from "@/components/flow/step-form";
import { useAfterSave } from "@/components/flow/use-after-save";
import { useStepForm } from "@/components/flow/use-step-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import type { Envelope } from "@/lib/platform/http/envelope";
import { deliveryMethods, taxRates } from "@/lib/stores/schema/choices";
import { FeedField } from "./feed-field";

type Saved = {
  csvUrlFr: string | null;
  csvUrlEn: string | null;
  csvUrlDe: string | null;
  defaultTaxRate: number;
  deliveryMethod: string;
  preorderDays: number;
  version: number;
};
type Props = {
  saved: Saved;
  save: (input: unknown, key: string) => Promise<Envelope<unknown>>;
  /** The next step of the wizard; null in the settings. */
  next: string | null;
  demo: { feeds: Record<"fr" | "en" | "de", string> } | null;
};

const feeds = [
  { name: "csvUrlFr", language: "fr" },
  { name: "csvUrlEn", language: "en" },
  { name: "csvUrlDe", language: "de" },
] as const;

/** Where the products come from, and what holds where a feed is silent. */
export function ProductImportForm({ saved: { version, ...saved }, save, next, demo }: Props) {
  const t = useTranslations("stores.productImport");
  const after = useAfterSave(next);
  const texts = { csvUrlFr: saved.csvUrlFr ?? "", csvUrlEn: saved.csvUrlEn ?? "", csvUrlDe: saved.csvUrlDe ?? "" };
  const step = useStepForm({
    schema: () => import("@/lib/stores/schema").then(found => found.ProductImport),
    defaultValues: { ...saved, ...texts } as never,
    version,
    save: (values, context) => save({ ...values, version: context.version }, context.idempotencyKey),
    onSaved: after.onSaved,
  });
  const { form, register, field } = step;
  const fillIn = () => {
    for (const { name, language } of feeds) form.setValue(name, demo?.feeds[language] ?? "", { shouldDirty: true });
  };
  const delivery = deliveryMethods.map(value => ({ value, label: t(`deliveryMethods.${value}`) }));
  return (
    <StepForm step={step} submitLabel={after.submitLabel} actions={after.word(form.formState.isDirty)}>
      {demo ? (
        <Notice
          title={t("demo.title")}
          actions={
            <Button variant="secondary" size="small" onClick={fillIn}>
              {t("demo.use")}
            </Button>
          }
        >
          {t("demo.text")}
        </Notice>
      ) : null}
      {feeds.map(({ name, language }) => (
        <FeedField
          key={name}
          {...field(name)}
          label={t(`${name}.label`)}
          hint={name === "csvUrlFr" ? t("feedHint") : undefined}
          language={language}
          url={form.watch(name) ?? ""}
          onUnreadable={() => form.setError(name, { type: "custom", message: "webAddress" })}
        >
          <Input
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://"
            {...register(name)}
          />
        </FeedField>
      ))}
      <Field {...field("defaultTaxRate")} label={t("defaultTaxRate.label")} hint={t("defaultTaxRate.hint")}>
        <Select {...register("defaultTaxRate", { valueAsNumber: true })}>
          {taxRates.map(rate => (
            <option key={rate} value={rate}>
              {t("taxRate", { rate })}
            </option>
          ))}
        </Select>
      </Field>
      <RadioGroup
        legend={t("deliveryMethod.label")}
        options={delivery}
        error={field("deliveryMethod").error}
        {...register("deliveryMethod")}
      />
      <Field {...field("preorderDays")} label={t("preorderDays.label")} hint={t("preorderDays.hint")}>
        <Input
          type="text"
          inputMode="numeric"
          className="max-w-24"
          {...register("preorderDays", { setValueAs: value => (value === "" ? Number.NaN : Number(value)) })}
        />
      </Field>
    </StepForm>
  );
}
