"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ConnectionTest, type TestAnswer } from "@/components/flow/connection-test";
import { StepForm } from "@/components/flow/step-form";
import { useStepForm } from "@/components/flow/use-step-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { call } from "@/lib/platform/http/browser";
import type { Envelope } from "@/lib/platform/http/envelope";

type Saved = { shopSlug: string | null; shopName: string | null; lastFour: string | null; version: number };
type Props = {
  saved: Saved;
  save: (input: unknown) => Promise<Envelope<unknown>>;
  next: string;
  demo: { apiKey: string; shopSlug: string } | null;
};
type Tested = TestAnswer & { shopName?: string };

/** Step 2: the key, tried out before it is saved. A saved key is never shown again. */
export function LetzshopForm({ saved, save, next, demo }: Props) {
  const t = useTranslations("stores.letzshop");
  const router = useRouter();
  const step = useStepForm({
    schema: () => import("@/lib/stores/schema").then(found => found.LetzshopKey),
    defaultValues: { apiKey: "", shopSlug: saved.shopSlug ?? "" },
    version: saved.version,
    save: (values, context) => save({ ...values, version: context.version }),
    onSaved: () => router.push(next),
  });
  const { form, register, field } = step;
  const [apiKey, shopSlug] = form.watch(["apiKey", "shopSlug"]);
  const test = async (): Promise<Envelope<TestAnswer>> => {
    const answer = await call<Tested>("POST", "/api/v1/store/onboarding/step/letzshop-api/test", { apiKey, shopSlug });
    if (!answer.data?.ok) return answer;
    return {
      ...answer,
      data: { ...answer.data, message: t("connectedTo", { shop: answer.data.shopName ?? shopSlug }) },
    };
  };
  return (
    <StepForm step={step}>
      {saved.lastFour ? (
        <Notice
          title={t("keyOnFile", { lastFour: saved.lastFour, shop: saved.shopName ?? "" })}
          actions={
            <LinkButton variant="secondary" size="small" href={next}>
              {t("keepKey")}
            </LinkButton>
          }
        >
          {t("replaceKey")}
        </Notice>
      ) : null}
      {demo ? (
        <Notice title={t("demo.title")}>
          {t.rich("demo.text", {
            key: demo.apiKey,
            slug: demo.shopSlug,
            code: chunks => <code className="font-mono">{chunks}</code>,
          })}
        </Notice>
      ) : null}
      <Field {...field("apiKey")} label={t("apiKey.label")} hint={t("apiKey.hint")}>
        <Input
          type="text"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
          {...register("apiKey")}
        />
      </Field>
      <Field {...field("shopSlug")} label={t("shopSlug.label")} hint={t("shopSlug.hint")}>
        <Input autoComplete="off" autoCapitalize="none" spellCheck={false} {...register("shopSlug")} />
      </Field>
      <ConnectionTest
        run={test}
        credentials={[apiKey, shopSlug]}
        incomplete={!apiKey || !shopSlug}
        onIncomplete={() => form.trigger()}
      />
    </StepForm>
  );
}
