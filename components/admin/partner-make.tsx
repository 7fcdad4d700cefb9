"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { PartnerScope } from "@/lib/platform/partner/schema";
import type { PartnerActions } from "./partner-acts";

type MakePartnerProps = {
  /** What an account may be allowed to do, and where its numbers may be from. */
  choices: { scopes: readonly PartnerScope[]; regions: readonly { region: string; name: string }[] };
  act: PartnerActions["create"];
  onDone: () => void;
};

const toNewPartner = (given: FormData) => ({
  id: String(given.get("id")),
  name: String(given.get("name")),
  scopes: given.getAll("scopes").map(String).filter(Boolean),
  defaultRegion: String(given.get("defaultRegion")) || null,
  allowsReplacement: given.has("allowsReplacement"),
  sandbox: given.has("sandbox"),
});

/** Asks what a new account is called and what it may do, and makes it. */
export function MakePartner({ choices, act, onDone }: MakePartnerProps) {
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
        act={given => act(toNewPartner(given))}
        onDone={onDone}
      >
        {refused => <NewPartnerFields choices={choices} refused={refused} />}
      </Question>
    </div>
  );
}

type FieldsProps = Pick<MakePartnerProps, "choices"> & { refused: Partial<Record<string, string>> };

function NewPartnerFields({ choices, refused }: FieldsProps) {
  const t = useTranslations("partners");
  return (
    <>
      <Field name="id" label={t("make.id")} hint={t("make.idHint")} error={refused.id}>
        <Input name="id" maxLength={64} autoComplete="off" spellCheck={false} autoCapitalize="none" />
      </Field>
      <Field name="name" label={t("make.name")} error={refused.name}>
        <Input name="name" maxLength={120} autoComplete="off" />
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-1 font-medium">{t("scopes")}</legend>
        {/* A form does not tell of boxes that nobody ticked, and what was refused is shown only of what was asked. */}
        <input type="hidden" name="scopes" value="" />
        {choices.scopes.map((scope, at) => (
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
      <Field name="defaultRegion" label={t("make.region")} hint={t("make.regionHint")} error={refused.defaultRegion}>
        <Select name="defaultRegion" defaultValue="">
          <option value="">{t("make.noRegion")}</option>
          {choices.regions.map(({ region, name }) => (
            <option key={region} value={region}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Checkbox name="allowsReplacement" label={t("make.replacement")} hint={t("make.replacementHint")} />
      <Checkbox name="sandbox" label={t("make.sandbox")} hint={t("make.sandboxHint")} />
    </>
  );
}
