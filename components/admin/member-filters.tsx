import { Search } from "lucide-react";
import Form from "next/form";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { type FilterChip, FilterChips } from "@/components/ui/filter-chips";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { memberStates } from "@/lib/members/schema/transition";

/** What a list of members is filtered by, as its address says it. */
export type MemberFacts = Partial<Record<"q" | "state" | "employer" | "plan", string>>;

const here = "/admin/members";

/** The address of the list with these filters. */
export function memberAddress(facts: MemberFacts & { after?: string }): string {
  const search = new URLSearchParams(Object.entries(facts).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  return search.size > 0 ? `${here}?${search}` : here;
}

type Choice = { id: number | string; name: string };
type ChoiceOf = { name: "state" | "employer" | "plan"; whole: string; all: readonly Choice[] };
type MemberFiltersProps = {
  facts: MemberFacts;
  employers: readonly Choice[];
  /** Plans of the employer that is chosen. */
  plans: readonly Choice[];
  canSearchNames: boolean;
};

/** Finds members; what was looked for stands in the address, and each filter can be taken away. */
export function MemberFilters({ facts, employers, plans, canSearchNames }: MemberFiltersProps) {
  const t = useTranslations("members.members");
  const states = useTranslations("members.states");
  const choices: readonly ChoiceOf[] = [
    { name: "state", whole: t("anyState"), all: memberStates.map(id => ({ id, name: states(id) })) },
    { name: "employer", whole: t("anyEmployer"), all: employers },
    ...(plans.length > 0 ? [{ name: "plan" as const, whole: t("anyPlan"), all: plans }] : []),
  ];
  const nameOf = (name: keyof MemberFacts, id: string) =>
    choices.find(choice => choice.name === name)?.all.find(one => String(one.id) === id)?.name ?? id;
  const chips = (Object.keys(facts) as (keyof MemberFacts)[]).flatMap((key): FilterChip[] => {
    const value = facts[key];
    if (!value) return [];
    const label = t(`chips.${key}`, { value: key === "q" ? value : nameOf(key, value) });
    return [{ key, label, href: memberAddress({ ...facts, [key]: undefined }) }];
  });
  return (
    <div className="grid gap-4">
      <Form action={here} role="search" className="flex flex-wrap items-end gap-3">
        <Field
          name="q"
          label={t("search")}
          hint={t(canSearchNames ? "searchHint" : "searchHintMasked")}
          className="w-full max-w-xl"
        >
          <Input
            key={facts.q}
            type="search"
            name="q"
            defaultValue={facts.q}
            autoComplete="off"
            spellCheck={false}
            maxLength={254}
          />
        </Field>
        <div className="flex w-full flex-wrap items-end gap-3">
          {choices.map(({ name, whole, all }) => (
            <Field key={name} name={name} label={t(name)} className="min-w-36 max-w-60 flex-1">
              <Select key={facts[name]} name={name} defaultValue={facts[name] ?? ""}>
                <option value="">{whole}</option>
                {all.map(one => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </Select>
            </Field>
          ))}
          <Button type="submit" reads variant="secondary">
            <Search aria-hidden />
            {t("find")}
          </Button>
        </div>
      </Form>
      <FilterChips chips={chips} clearHref={here} />
    </div>
  );
}
