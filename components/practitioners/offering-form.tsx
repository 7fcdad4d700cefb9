"use client";

import { useTranslations } from "next-intl";
import { StepForm } from "@/components/flow/step-form";
import { useStepForm } from "@/components/flow/use-step-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { Envelope } from "@/lib/platform/http/envelope";
import { currencies } from "@/lib/practitioners/schema/choices";
import type { Offered } from "./use-offering-texts";

type OfferingFormProps = {
  /** Left out: a new one. */
  offering?: Offered;
  save: (input: unknown) => Promise<Envelope<unknown>>;
  onSaved: (title: string) => void;
};

type Typed = {
  title: string;
  description: string;
  price: { amount: string; currency: string };
  durationMinutes: string;
};

const toTyped = (offering: Offered | undefined): Typed => ({
  title: offering?.title ?? "",
  description: offering?.description ?? "",
  price: offering?.price ?? { amount: "", currency: currencies[0] },
  durationMinutes: offering?.durationMinutes?.toString() ?? "",
});

/** What another window saved meanwhile, as this form shows it. */
function withTyped(answer: Envelope<unknown>): Envelope<unknown> {
  const { saved, ...data } = (answer.data ?? {}) as { saved?: Offered };
  return saved && answer.error ? { ...answer, data: { ...data, saved: toTyped(saved) } } : answer;
}

/** What is offered, how long it takes and what it costs. */
export function OfferingForm({ offering, save, onSaved }: OfferingFormProps) {
  const t = useTranslations("practitioners.offerings");
  const step = useStepForm({
    schema: () => import("@/lib/practitioners/schema/offering-form").then(found => found.OfferingForm),
    defaultValues: toTyped(offering),
    version: offering?.version,
    save: async (values, { version }) =>
      withTyped(await save(offering ? { ...values, id: offering.id, version } : values)),
    onSaved: () => onSaved(step.form.getValues("title")),
  });
  const { field, form } = step;
  return (
    <StepForm step={step} submitLabel={t("save")}>
      <Field {...field("title")} label={t("titleField")}>
        <Input autoComplete="off" {...form.register("title")} />
      </Field>
      <Field {...field("description")} label={t("description")} optional>
        <Textarea rows={3} {...form.register("description")} />
      </Field>
      <div className="grid gap-6 sm:grid-cols-[1fr_7rem]">
        <Field {...field("price.amount")} label={t("price")} hint={t("priceHint")} optional>
          <Input inputMode="decimal" autoComplete="off" {...form.register("price.amount")} />
        </Field>
        <Field {...field("price.currency")} label={t("currency")} className="content-end">
          <Select {...form.register("price.currency")}>
            {currencies.map(currency => (
              <option key={currency} value={currency}>
                {currency}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <Field {...field("durationMinutes")} label={t("duration")} hint={t("durationHint")} optional>
        <Input inputMode="numeric" autoComplete="off" className="max-w-32" {...form.register("durationMinutes")} />
      </Field>
    </StepForm>
  );
}
