"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type FilterChip, FilterChips } from "@/components/ui/filter-chips";
import { addressWith, type Facts, filterNames } from "./onboarding-table-address";
import type { Kinds } from "./onboarding-table-cells";
import { useReason } from "./onboarding-table-reason";

type OnboardingChipsProps = { facts: Facts; kinds: Kinds };

/** Says days and steps of a search in words. */
function useWords(kinds: Kinds) {
  const t = useTranslations("onboardings");
  const format = useFormatter();
  const reason = useReason();
  const day = (value: string) =>
    format.dateTime(new Date(`${value}T00:00:00Z`), { dateStyle: "medium", timeZone: "UTC" });
  const step = (id: string) =>
    Object.values(kinds)
      .flatMap(({ steps }) => steps)
      .find(one => one.id === id)?.title ?? id;
  return (name: (typeof filterNames)[number], value: string): string => {
    if (name === "kind") return t(`kinds.${value as "store"}`);
    if (name === "status") return t(`states.${value as "failed"}`);
    if (name === "from" || name === "to") return day(value);
    if (name === "step") return step(value);
    return name === "code" ? reason(value) : value;
  };
}

/** What the table is filtered by; of several kinds or statuses each can be taken away by itself. */
export function OnboardingChips({ facts, kinds }: OnboardingChipsProps) {
  const t = useTranslations("onboardings");
  const words = useWords(kinds);
  const chips = filterNames.flatMap((name): FilterChip[] => {
    const told = facts[name];
    if (!told) return [];
    const all = name === "kind" || name === "status" ? told.split(",") : [told];
    return all.map(value => ({
      key: `${name} ${value}`,
      label: t(`chips.${name}`, { value: words(name, value) }),
      href: addressWith(facts, { [name]: all.filter(one => one !== value).join(",") }),
    }));
  });
  const none = Object.fromEntries(filterNames.map(name => [name, undefined]));
  return <FilterChips chips={chips} clearHref={addressWith(facts, none)} />;
}
