"use client";

import { ChevronDown, Search } from "lucide-react";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { OnboardingRow } from "@/lib/platform/onboardings/view";
import { addressWith, type Facts, filterNames, tableAddress } from "./onboarding-table-address";
import type { Kinds } from "./onboarding-table-cells";

const kindNames = ["store", "practitioner", "member", "agent", "customer"] as const;
const statusNames = [
  ...["pending", "running", "retrying", "stalled", "waiting"],
  ...["complete", "partial", "failed", "cancelled", "skipped"],
] as readonly OnboardingRow["status"][];

type OnboardingFiltersProps = { facts: Facts; kinds: Kinds; go: (address: string) => void };

const listed = (told: string | undefined) => told?.split(",") ?? [];

/** Finds onboardings; a form that the browser sends by itself, and that leaves out what is empty where there are scripts. */
export function OnboardingFilters({ facts, kinds, go }: OnboardingFiltersProps) {
  const t = useTranslations("onboardings");
  const chosen = filterNames.filter(name => name !== "q" && facts[name]).length;
  const kept = Object.entries(facts).filter(([name]) => !filterNames.some(one => one === name && one !== "print"));
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const told = new FormData(event.currentTarget);
    const text = (name: string) => told.getAll(name).filter(Boolean).join(",").trim();
    go(addressWith({}, Object.fromEntries([...new Set(told.keys())].map(name => [name, text(name)]))));
  };
  return (
    <search>
      <form action={tableAddress} onSubmit={send} className="grid gap-3">
        <div className="flex flex-wrap items-end gap-3">
          <Field name="q" label={t("search")} hint={t("searchHint")} className="w-full max-w-2xl">
            <Input
              key={facts.q}
              type="search"
              name="q"
              defaultValue={facts.q}
              autoComplete="off"
              spellCheck={false}
              maxLength={255}
            />
          </Field>
          <Button type="submit" reads variant="secondary">
            <Search aria-hidden />
            {t("find")}
          </Button>
        </div>
        <details className="group rounded-md border border-line bg-surface">
          <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2 px-4 font-medium">
            <ChevronDown aria-hidden className="size-4 group-open:rotate-180" />
            {chosen > 0 ? t("filtersOn", { count: chosen }) : t("filters")}
          </summary>
          <div className="grid gap-5 border-t border-line p-4">
            <Choices
              name="kind"
              legend={t("filter.kind")}
              chosen={facts.kind}
              choices={kindNames.map(id => ({ id, label: t(`kinds.${id}`) }))}
            />
            <Choices
              name="status"
              legend={t("filter.status")}
              chosen={facts.status}
              choices={statusNames.map(id => ({ id, label: t(`states.${id}`) }))}
            />
            <div className="grid items-end gap-4 sm:grid-cols-2 xl:grid-cols-3">
              <StepField facts={facts} kinds={kinds} />
              <Told name="code" facts={facts} hint={t("filter.codeHint")} maxLength={60} pattern="[a-z0-9_]+" />
              <Told name="attempts" facts={facts} type="number" min={1} max={1000} />
              <Told name="from" facts={facts} type="date" />
              <Told name="to" facts={facts} type="date" />
            </div>
            <div>
              <Button type="submit" reads variant="secondary">
                {t("apply")}
              </Button>
            </div>
          </div>
        </details>
        {kept.map(([name, value]) =>
          name === "cursor" ? null : <input key={name} type="hidden" name={name} value={value} />,
        )}
      </form>
    </search>
  );
}

type ChoicesProps = {
  name: "kind" | "status";
  legend: string;
  chosen: string | undefined;
  choices: readonly { id: string; label: string }[];
};

function Choices({ name, legend, chosen, choices }: ChoicesProps) {
  return (
    <fieldset key={chosen} className="grid gap-3">
      <legend className="mb-3 font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-x-6 gap-y-3">
        {choices.map(({ id, label }) => (
          <Checkbox
            key={id}
            id={`${name}-${id}`}
            name={name}
            value={id}
            defaultChecked={listed(chosen).includes(id)}
            label={label}
          />
        ))}
      </div>
    </fieldset>
  );
}

function StepField({ facts, kinds }: Pick<OnboardingFiltersProps, "facts" | "kinds">) {
  const t = useTranslations("onboardings");
  const asked = listed(facts.kind);
  return (
    <Field name="step" label={t("filter.step")}>
      <Select key={`${facts.kind} ${facts.step}`} name="step" defaultValue={facts.step ?? ""}>
        <option value="">{t("filter.anyStep")}</option>
        {kindNames
          .filter(kind => asked.length === 0 || asked.includes(kind))
          .map(kind => (
            <optgroup key={kind} label={t(`kinds.${kind}`)}>
              {kinds[kind].steps.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </optgroup>
          ))}
      </Select>
    </Field>
  );
}

type ToldProps = Omit<React.ComponentProps<typeof Input>, "name"> & {
  name: "code" | "attempts" | "from" | "to";
  facts: Facts;
  hint?: string;
};

function Told({ name, facts, hint, ...rest }: ToldProps) {
  const t = useTranslations("onboardings");
  return (
    <Field name={name} label={t(`filter.${name}`)} hint={hint}>
      <Input {...rest} key={facts[name]} name={name} defaultValue={facts[name]} autoComplete="off" spellCheck={false} />
    </Field>
  );
}
