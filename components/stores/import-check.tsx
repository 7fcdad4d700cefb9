"use client";

import { useTranslations } from "next-intl";
import { CheckAnswers } from "@/components/flow/check-answers";
import { StepForm } from "@/components/flow/step-form";
import { useInSentence } from "@/components/flow/use-in-sentence";
import { useStepForm } from "@/components/flow/use-step-form";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Envelope } from "@/lib/platform/http/envelope";
import type { MerchantProfile } from "@/lib/stores/schema";
import { ImportQuote } from "./import-quote";

/** What the wizard has been told so far. */
export type ImportAnswers = {
  profile: { [Key in keyof MerchantProfile]: string | null };
  letzshop: { shopName: string | null; shopSlug: string | null; lastFour: string | null };
  productImport: {
    csvUrlFr: string | null;
    csvUrlEn: string | null;
    csvUrlDe: string | null;
    defaultTaxRate: number;
    deliveryMethod: string;
    preorderDays: number;
  };
};
type Props = {
  answers: ImportAnswers;
  start: (input: unknown, key: string) => Promise<Envelope<{ jobId: number }>>;
  onStarted: (jobId: number) => Promise<void>;
  base: string;
};

/** All answers to look over, how far back to go, and the button that starts. */
export function ImportCheck({ answers, start, onStarted, base }: Props) {
  const t = useTranslations("stores.import");
  const groups = useGroups(answers, base);
  const step = useStepForm({
    schema: () => import("@/lib/stores/schema").then(found => found.OrderSync),
    defaultValues: { daysBack: 90, includeProducts: true },
    save: (values, { idempotencyKey }) => start(values, idempotencyKey),
    onSaved: started => {
      if (started) void onStarted(started.jobId);
    },
  });
  const { register, field, form } = step;
  const [daysBack, includeProducts] = form.watch(["daysBack", "includeProducts"]);
  const days = Number(daysBack);
  return (
    <div className="grid gap-8">
      <CheckAnswers groups={groups} />
      <StepForm step={step} submitLabel={t("start")} busyLabel={t("starting")}>
        <Field {...field("daysBack")} label={t("daysBack.label")} hint={t("daysBack.hint")}>
          <Input
            type="text"
            inputMode="numeric"
            className="max-w-24"
            {...register("daysBack", { setValueAs: value => (value === "" ? Number.NaN : Number(value)) })}
          />
        </Field>
        <Checkbox
          label={t("includeProducts.label")}
          hint={t("includeProducts.hint")}
          {...register("includeProducts")}
        />
        {isPeriod(days) ? <ImportQuote daysBack={days} includeProducts={includeProducts === true} /> : null}
      </StepForm>
    </div>
  );
}

const isPeriod = (days: number) => Number.isInteger(days) && days >= 1 && days <= 365;

function useGroups({ profile, letzshop, productImport }: ImportAnswers, base: string) {
  const t = useTranslations("stores");
  const inSentence = useInSentence();
  const items = (slug: string, values: Record<string, string | null>) =>
    Object.entries(values).map(([key, value]) => ({
      key,
      label: t(`answers.${key}`),
      value,
      change: { href: `${base}/${slug}?from=check`, name: inSentence(t(`answers.${key}`)) },
    }));
  const language = (code: string | null) => code && t(`profile.languages.${code}`);
  const { defaultTaxRate, deliveryMethod, preorderDays, csvUrlFr, csvUrlEn, csvUrlDe } = productImport;
  return [
    {
      id: "profile",
      title: t("steps.merchant-profile.short"),
      items: items("merchant-profile", {
        merchantName: profile.merchantName,
        brandName: profile.brandName,
        contactEmail: profile.contactEmail,
        contactPhone: profile.contactPhone,
        website: profile.website,
        businessAddress: profile.businessAddress,
        taxNumber: profile.taxNumber,
        description: profile.description,
        defaultLanguage: language(profile.defaultLanguage),
        dashboardLanguage: language(profile.dashboardLanguage),
      }),
    },
    {
      id: "letzshop",
      title: t("steps.letzshop-api.short"),
      items: items("letzshop-api", {
        shopName: letzshop.shopName,
        shopSlug: letzshop.shopSlug,
        apiKey: letzshop.lastFour && `•••• ${letzshop.lastFour}`,
      }),
    },
    {
      id: "products",
      title: t("steps.product-import.short"),
      items: items("product-import", {
        csvUrlFr,
        csvUrlEn,
        csvUrlDe,
        defaultTaxRate: t("productImport.taxRate", { rate: defaultTaxRate }),
        deliveryMethod: t(`productImport.deliveryMethods.${deliveryMethod}`),
        preorderDays: t("productImport.days", { days: preorderDays }),
      }),
    },
  ];
}
