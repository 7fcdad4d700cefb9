import { useTranslations } from "next-intl";
import type { Refused } from "@/components/flow/use-question";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { fieldOf, type RuleForm } from "./alert-rule-values";

type FieldsProps = { rule: RuleForm; refused: Refused["fields"] };

/** What is asked of a rule: is it on, how patient it is, and where it tells. */
export function AlertRuleFields({ rule, refused }: FieldsProps) {
  const t = useTranslations("alerts.form");
  return (
    <>
      <Checkbox name="enabled" label={t("enabled")} defaultChecked={rule.enabled} error={refused.enabled} />
      <div className="grid gap-4 sm:grid-cols-2 sm:items-end">
        {Object.entries(rule.parameters).map(([name, value]) => (
          <Parameter key={name} {...{ name, value, kind: rule.kind }} error={refused[fieldOf(name)]} />
        ))}
      </div>
      <Field name="cooldownSeconds" label={t("cooldown")} hint={t("cooldownHint")} error={refused.cooldownSeconds}>
        <Input
          {...{ name: "cooldownSeconds", inputMode: "numeric", autoComplete: "off", className: "max-w-32" }}
          defaultValue={rule.cooldownSeconds / 60}
        />
      </Field>
      <Channels {...{ rule, refused }} />
    </>
  );
}

type ParameterProps = { name: string; value: number; kind: RuleForm["kind"]; error: string | undefined };

function Parameter({ name, value, kind, error }: ParameterProps) {
  // A parameter is stored data; one without words of its own is shown by its name.
  const t = useTranslations("alerts.form") as ReturnType<typeof useTranslations>;
  const [own, usual] = [`parametersOf.${kind}.${name}`, `parameters.${name}`];
  const label = t.has(own) ? t(own) : t.has(usual) ? t(usual) : name;
  const hint = name === "periods" ? t("periodsHint") : undefined;
  return (
    <Field
      name={fieldOf(name)}
      label={label}
      hint={hint}
      error={error}
      className={name === "periods" ? "sm:col-span-2" : undefined}
    >
      <Input
        {...{ name: fieldOf(name), inputMode: "numeric", autoComplete: "off", className: "max-w-32" }}
        defaultValue={value}
      />
    </Field>
  );
}

function Channels({ rule: { channels, severity }, refused }: FieldsProps) {
  const t = useTranslations("alerts");
  const offered = (["email", "in_app", "slack", "sms"] as const).filter(
    channel => channel !== "sms" || severity === "critical",
  );
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium">{t("form.channels")}</legend>
      <p className="-mt-1 text-sm text-ink-muted">{t("form.channelsHint")}</p>
      {/* A form does not tell of boxes that nobody ticked, and what was refused is shown only of what was asked. */}
      <input type="hidden" name="channels" value="" />
      {offered.map((channel, at) => (
        <Checkbox
          key={channel}
          id={`channel-${channel}`}
          name="channels"
          value={channel}
          defaultChecked={channels.includes(channel)}
          label={channel === "sms" ? t("form.sms") : t(`channelNames.${channel}`)}
          error={at === 0 ? refused.channels : undefined}
        />
      ))}
    </fieldset>
  );
}
