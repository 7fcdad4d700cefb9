"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ConnectionTest, type TestAnswer } from "@/components/flow/connection-test";
import { StepForm } from "@/components/flow/step-form";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { call } from "@/lib/platform/http/browser";
import type { Envelope } from "@/lib/platform/http/envelope";
import type { KeyTestView } from "@/lib/stores/view/answers";
import { KeyNotice, type KeyState } from "./key-notice";
import { SavedKey } from "./saved-key";
import { listChecks } from "./test-checks";
import { useKeyForm } from "./use-key-form";

type Saved = KeyState & { shopSlug: string | null; version: number };
type Props = {
  saved: Saved;
  save: (input: unknown) => Promise<Envelope<unknown>>;
  /** The next step of the wizard; null in the settings. */
  next: string | null;
  demo: { apiKey: string; shopSlug: string } | null;
};

const steps = "/api/v1/store/onboarding/step/letzshop-api";
const settings = "/api/v1/store/settings/letzshop";

/** The key to Letzshop, tried out before it is saved. A saved key is never shown again. */
export function LetzshopForm({ saved, save, next, demo }: Props) {
  const t = useTranslations("stores.letzshop");
  const test = useKeyTest();
  const { step, after, typed, isOtherShop } = useKeyForm({ saved, save, next });
  const { form, register, field } = step;
  const plain = { autoComplete: "off", autoCapitalize: "none", spellCheck: false } as const;
  return (
    <div className="grid gap-6">
      <KeyOnFile saved={saved} next={next} />
      {demo ? <DemoKey {...demo} /> : null}
      <StepForm step={step} submitLabel={after.submitLabel} actions={after.word(form.formState.isDirty)}>
        <Field {...field("apiKey")} label={t(saved.lastFour ? "newKey" : "apiKey.label")} hint={t("apiKey.hint")}>
          <Input type="text" {...plain} className="font-mono" {...register("apiKey")} />
        </Field>
        <Field {...field("shopSlug")} label={t("shopSlug.label")} hint={t("shopSlug.hint")}>
          <Input {...plain} {...register("shopSlug")} />
        </Field>
        {isOtherShop ? <Checkbox {...field("otherShop")} label={t("otherShop")} {...register("otherShop")} /> : null}
        <ConnectionTest
          run={() => test(`${steps}/test`, typed)}
          credentials={[typed.apiKey, typed.shopSlug]}
          check={() => form.trigger(["apiKey", "shopSlug"])}
          onConnected={() => form.clearErrors(["apiKey", "shopSlug"])}
        />
      </StepForm>
    </div>
  );
}

/** Asks the server about a key, and says what it found in words. */
function useKeyTest() {
  const t = useTranslations("stores.letzshop");
  return async (address: string, key: Record<string, unknown>): Promise<Envelope<TestAnswer>> => {
    const { data, ...answer } = await call<KeyTestView>("POST", address, key);
    if (!data) return { ...answer, data };
    const checks = listChecks(data.checks, name => t(`checks.${name}`));
    const message = data.ok ? t("connectedTo", { shop: data.shopName ?? data.shopSlug }) : null;
    return { ...answer, data: { ok: data.ok, class: data.class, retryAfter: data.retryAfter, message, checks } };
  };
}

/** The key that is there, and what is wrong with it; in the wizard nothing before the first. */
function KeyOnFile({ saved, next }: Pick<Props, "saved" | "next">) {
  const t = useTranslations("stores.letzshop");
  const test = useKeyTest();
  const { lastFour, shopName, deleted } = saved;
  return (
    <>
      <div role="status" className="empty:hidden">
        {lastFour || deleted || !next ? <KeyNotice letzshop={saved} /> : null}
      </div>
      {lastFour ? (
        <SavedKey lastFour={lastFour} shop={shopName ?? ""} address={settings} isWizard={next !== null}>
          {next ? (
            <LinkButton variant="secondary" href={next}>
              {t("keepKey")}
            </LinkButton>
          ) : (
            <ConnectionTest
              run={() => test(`${settings}/test`, {})}
              credentials={[lastFour, String(saved.version)]}
              label={t("testSaved")}
            />
          )}
        </SavedKey>
      ) : null}
    </>
  );
}

function DemoKey({ apiKey, shopSlug }: NonNullable<Props["demo"]>) {
  const t = useTranslations("stores.letzshop.demo");
  const code = (chunks: ReactNode) => <code className="font-mono">{chunks}</code>;
  return <Notice title={t("title")}>{t.rich("text", { key: apiKey, slug: shopSlug, code })}</Notice>;
}
