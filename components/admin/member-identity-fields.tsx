"use client";

import { useTranslations } from "next-intl";
import type { useStepForm } from "@/components/flow/use-step-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { TypedDetails } from "@/lib/members/schema/staff";

type Step = Pick<ReturnType<typeof useStepForm<TypedDetails, unknown, unknown>>, "register" | "field">;
type Props = { step: Step; paper: { name: string; masked: string } | null };

const papers = ["pan", "aadhar", "passport", "license"] as const;
const legend = "mb-4 text-lg font-semibold";

/** Address, paper and nominee: what plans with identity details ask for. */
export function MemberIdentityFields({ step, paper }: Props) {
  const t = useTranslations("members.members.form");
  return (
    <>
      <fieldset className="grid gap-6 sm:grid-cols-2 sm:items-end">
        <legend className={legend}>{t("addrLine")}</legend>
        <Line step={step} name="addrLine" className="sm:col-span-2" />
        <Line step={step} name="city" />
        <Line step={step} name="state" />
        <Line step={step} name="pincode" />
      </fieldset>
      <Paper step={step} paper={paper} />
      <fieldset className="grid gap-6 sm:grid-cols-2 sm:items-end">
        <legend className={legend}>{t("nominee")}</legend>
        <Field {...step.field("nomineeDetails.name")} label={t("nomineeName")} optional className="sm:col-span-2">
          <Input autoComplete="off" {...step.register("nomineeDetails.name")} />
        </Field>
        <Field {...step.field("nomineeDetails.relation")} label={t("nomineeRelation")} optional>
          <Input autoComplete="off" {...step.register("nomineeDetails.relation")} />
        </Field>
        <Field {...step.field("nomineeDetails.age")} label={t("nomineeAge")} optional>
          <Input autoComplete="off" inputMode="numeric" className="max-w-24" {...step.register("nomineeDetails.age")} />
        </Field>
      </fieldset>
    </>
  );
}

type LineProps = { step: Step; name: "addrLine" | "city" | "state" | "pincode"; className?: string };

function Line({ step, name, className }: LineProps) {
  const t = useTranslations("members.members.form");
  return (
    <Field {...step.field(name)} label={t(name === "addrLine" ? "street" : name)} optional className={className}>
      <Input autoComplete="off" {...step.register(name)} />
    </Field>
  );
}

function Paper({ step, paper }: Props) {
  const t = useTranslations("members.members.form");
  const names = useTranslations("members.members.papers") as ReturnType<typeof useTranslations>;
  const kept = paper ? t("govtIdKeep", { paper: names(paper.name), masked: paper.masked }) : t("govtIdNone");
  return (
    <fieldset className="grid gap-6 sm:grid-cols-2">
      <legend className={legend}>{t("govtIdName")}</legend>
      <Field {...step.field("govtIdName")} label={t("govtIdKind")} optional>
        <Select {...step.register("govtIdName")}>
          <option value="">{kept}</option>
          {papers.map(name => (
            <option key={name} value={name}>
              {names(name)}
            </option>
          ))}
          {paper ? <option value="none">{t("govtIdNone")}</option> : null}
        </Select>
      </Field>
      <Field {...step.field("govtIdValue")} label={t("govtIdValue")} optional>
        <Input autoComplete="off" autoCapitalize="characters" spellCheck={false} {...step.register("govtIdValue")} />
      </Field>
      <p className="-mt-4 text-sm text-ink-muted sm:col-span-2">{t("govtIdValueHint")}</p>
    </fieldset>
  );
}
