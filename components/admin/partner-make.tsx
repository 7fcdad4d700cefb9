"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { PartnerScope } from "@/lib/platform/partner/schema";
import type { ActOnPartners } from "./partner-acts";

type MakePartnerProps = { scopes: readonly PartnerScope[]; act: ActOnPartners; onDone: () => void };

/** Asks what a new account is called and what it may do, and makes it. */
export function MakePartner({ scopes, act, onDone }: MakePartnerProps) {
  const t = useTranslations("partners");
  return (
    <div>
      <Question
        trigger={
          <Button>
            <Plus aria-hidden />
            {t("make.button")}
          </Button>
        }
        title={t("make.title")}
        effect={t("make.effect")}
        confirm={{ label: t("make.button"), busy: t("busy") }}
        act={given =>
          act("", {
            id: given.get("id"),
            name: given.get("name"),
            scopes: given.getAll("scopes"),
            sandbox: given.has("sandbox"),
          })
        }
        onDone={onDone}
      >
        {refused => (
          <>
            <Field name="id" label={t("make.id")} hint={t("make.idHint")} error={refused.id}>
              <Input name="id" maxLength={64} autoComplete="off" spellCheck={false} autoCapitalize="none" />
            </Field>
            <Field name="name" label={t("make.name")} error={refused.name}>
              <Input name="name" maxLength={120} autoComplete="off" />
            </Field>
            <fieldset className="grid gap-2">
              <legend className="mb-1 font-medium">{t("scopes")}</legend>
              {scopes.map((scope, at) => (
                <Checkbox
                  key={scope}
                  id={`scope-${scope}`}
                  name="scopes"
                  value={scope}
                  label={t(`scopeNames.${scope}`)}
                  error={at === 0 ? refused.scopes : undefined}
                />
              ))}
            </fieldset>
            <Checkbox name="sandbox" label={t("sandbox")} />
          </>
        )}
      </Question>
    </div>
  );
}
