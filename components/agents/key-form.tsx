"use client";

import { useTranslations } from "next-intl";
import { ConnectionTest } from "@/components/flow/connection-test";
import { StepForm } from "@/components/flow/step-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { CredentialView } from "@/lib/agents/view/credential";
import { DemoKey, WhereKeyIs } from "./key-hints";
import { KeyOnFile } from "./key-on-file";
import { useKeyForm } from "./use-key-form";
import { useKeyTest } from "./use-key-test";

type KeyFormProps = {
  saved: CredentialView;
  /** The next step of the wizard; null in the settings. */
  next: string | null;
  demo: { apiKey: string; agentId: string } | null;
};

const plain = { autoComplete: "off", autoCapitalize: "none", spellCheck: false } as const;

/** The key to reZEN, tried out before it is saved. A saved key is never shown again. */
export function KeyForm({ saved, next, demo }: KeyFormProps) {
  const t = useTranslations("agents.key");
  const test = useKeyTest();
  const { step, after, check, typed } = useKeyForm({ saved, next });
  const { asksAgentId } = saved;
  const { form, register, field } = step;
  return (
    <div className="grid gap-6">
      <KeyOnFile saved={saved} next={next} />
      {demo ? <DemoKey {...demo} asksAgentId={asksAgentId} /> : null}
      <StepForm step={step} submitLabel={after.submitLabel} actions={after.word(form.formState.isDirty)}>
        <Field
          {...field("apiKey")}
          label={t(saved.lastFour ? "apiKey.newLabel" : "apiKey.label")}
          hint={t("apiKey.hint")}
        >
          <Input type="text" {...plain} className="font-mono" {...register("apiKey")} />
        </Field>
        {asksAgentId ? (
          <Field {...field("agentId")} label={t("agentId.label")} hint={t("agentId.hint")}>
            <Input type="text" {...plain} className="font-mono" {...register("agentId")} />
          </Field>
        ) : null}
        <WhereKeyIs />
        <ConnectionTest
          run={() => test(asksAgentId ? typed : { apiKey: typed.apiKey })}
          credentials={[typed.apiKey, typed.agentId]}
          check={check}
          onConnected={step.forgetRefusal}
        />
      </StepForm>
    </div>
  );
}
