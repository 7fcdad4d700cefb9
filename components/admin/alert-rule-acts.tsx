"use client";

import { Pencil, Plus, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { readConflict } from "@/components/flow/refusal";
import { ToldQuestion } from "@/components/flow/told-question";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { RuleSettings, RuleView } from "@/lib/platform/alerts/schema";
import type { Envelope } from "@/lib/platform/http/envelope";
import { AlertRuleFields } from "./alert-rule-fields";
import { AlertRuleSeen } from "./alert-rule-seen";
import { type RuleForm, readRule, readSeen } from "./alert-rule-values";

/** What an admin may do to rules; each is refused to anybody else where it is done. */
export type RuleActs = Record<"add" | "change" | "remove" | "test", (input: unknown) => Promise<Envelope<unknown>>>;

type OfRule = { rule: RuleView; name: string };

/** Asks how a rule is to be set, and saves it; how it was shown travels along. */
export function ChangeRule({ rule, name, change }: OfRule & Pick<RuleActs, "change">) {
  const t = useTranslations("alerts.form");
  const router = useRouter();
  const [theirs, setTheirs] = useState<RuleSettings | null>(null);
  const act = async (given: FormData) => {
    const asked = readRule(given, Object.keys(rule.parameters));
    const answer = await change({ id: rule.id, ...asked, seen: readSeen(given) });
    const saved = readConflict<RuleSettings>(answer)?.saved;
    if (saved) setTheirs(saved as RuleSettings);
    if (saved) router.refresh();
    return answer;
  };
  return (
    <ToldQuestion
      trigger={
        <Button variant="secondary" size="small" aria-label={t("changeOf", { name })}>
          <Pencil aria-hidden />
          {t("change")}
        </Button>
      }
      title={t("changeTitle", { name })}
      effect={t("changeEffect")}
      confirm={{ label: t("confirm"), busy: t("busy") }}
      act={act}
      done={t("saved")}
    >
      {refused => (
        <>
          <AlertRuleSeen rule={rule} theirs={theirs} setTheirs={setTheirs} />
          <AlertRuleFields rule={rule} refused={refused} />
        </>
      )}
    </ToldQuestion>
  );
}

/** Takes away a rule that an admin added. */
export function RemoveRule({ rule: { id }, name, remove }: OfRule & Pick<RuleActs, "remove">) {
  const t = useTranslations("alerts.form");
  return (
    <ToldQuestion
      trigger={
        <Button variant="secondary" size="small" aria-label={t("removeOf", { name })}>
          <Trash2 aria-hidden />
          {t("remove")}
        </Button>
      }
      title={t("removeTitle", { name })}
      effect={t("removeEffect")}
      confirm={{ label: t("remove"), busy: t("busy"), isDanger: true }}
      act={() => remove({ id })}
      done={t("removed")}
    />
  );
}

/** Asks of which kind another rule is and how it is to be set, and adds it. */
export function AddRule({ kinds, add }: { kinds: readonly RuleForm[] } & Pick<RuleActs, "add">) {
  const t = useTranslations("alerts");
  const [chosen, choose] = useState(kinds[0]);
  if (!chosen) return null;
  const act = (given: FormData) => add({ kind: chosen.kind, ...readRule(given, Object.keys(chosen.parameters)) });
  return (
    <ToldQuestion
      trigger={
        <Button variant="secondary">
          <Plus aria-hidden />
          {t("form.add")}
        </Button>
      }
      title={t("form.addTitle")}
      effect={t("form.addEffect")}
      confirm={{ label: t("form.addConfirm"), busy: t("form.busy") }}
      act={act}
      done={t("form.added")}
    >
      {refused => (
        <>
          <Field name="kind" label={t("form.kind")} error={refused.kind}>
            <Select
              name="kind"
              value={chosen.kind}
              onChange={({ target }) => choose(kinds.find(({ kind }) => kind === target.value))}
            >
              {kinds.map(({ kind }) => (
                <option key={kind} value={kind}>
                  {t(`rules.${kind}.name`)}
                </option>
              ))}
            </Select>
          </Field>
          <AlertRuleFields key={chosen.kind} rule={chosen} refused={refused} />
        </>
      )}
    </ToldQuestion>
  );
}
