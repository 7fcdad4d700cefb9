import { Search, SlidersHorizontal } from "lucide-react";
import Form from "next/form";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { DealKind, DealSearch } from "@/lib/agents/schema/deals";
import { spellOut } from "../use-words";
import { placeOf } from "./deal-address";

type DealFiltersProps = { kind: DealKind; search: DealSearch; states: readonly string[] };

/** Looks for deals; what was asked stands in the address, beside the filters that are links. Works without scripts. */
export function DealFilters({ kind, search, states }: DealFiltersProps) {
  const t = useTranslations("agents.deals");
  const { q, group, sort, order, rows } = search;
  const kept = Object.entries({ group, sort, order, rows });
  return (
    <Form action={placeOf(kind)} scroll={false} role="search" className="grid gap-3">
      {kept.map(([name, value]) => (value ? <input key={name} type="hidden" name={name} value={value} /> : null))}
      <div className="flex flex-wrap items-end gap-3">
        <Field
          name="q"
          label={t("search", { kind })}
          hint={t("searchHint", { kind })}
          className="min-w-56 max-w-xl flex-1"
        >
          <Input
            key={q}
            type="search"
            name="q"
            defaultValue={q}
            autoComplete="off"
            spellCheck={false}
            maxLength={100}
          />
        </Field>
        <Button type="submit" reads variant="secondary">
          <Search aria-hidden />
          {t("find")}
        </Button>
      </div>
      <MoreFilters kind={kind} search={search} states={states} />
    </Form>
  );
}

function MoreFilters({ kind, search: { state, from, to, changed }, states }: DealFiltersProps) {
  const t = useTranslations("agents.deals");
  return (
    <details open={Boolean(state || from || to || changed)}>
      <summary className="link flex min-h-11 w-fit cursor-pointer items-center gap-2 sm:min-h-8">
        <SlidersHorizontal aria-hidden className="size-4" />
        {t("more")}
      </summary>
      <div className="flex flex-wrap items-end gap-x-3 gap-y-4 py-3">
        <Field name="state" label={t("state")} className="w-full sm:w-56">
          <Select key={state} name="state" defaultValue={state ?? ""}>
            <option value="">{t("anyState")}</option>
            {states.map(name => (
              <option key={name} value={name}>
                {spellOut(name)}
              </option>
            ))}
          </Select>
        </Field>
        <Field name="from" label={t("from", { kind })} className="min-w-40 flex-1 sm:max-w-44">
          <Input key={from} type="date" name="from" defaultValue={from} />
        </Field>
        <Field name="to" label={t("to")} className="min-w-40 flex-1 sm:max-w-44">
          <Input key={to} type="date" name="to" defaultValue={to} />
        </Field>
        <div className="flex min-h-11 items-center">
          <Checkbox key={changed} name="changed" value="1" defaultChecked={changed === "1"} label={t("changed")} />
        </div>
        <Button type="submit" reads variant="secondary">
          {t("apply")}
        </Button>
      </div>
    </details>
  );
}
