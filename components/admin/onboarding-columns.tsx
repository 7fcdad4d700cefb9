"use client";

import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { Checkbox } from "@/components/ui/checkbox";
import { type ColumnId, columnIds } from "./onboarding-columns-list";
import { type Facts, tableAddress } from "./onboarding-table-address";

type OnboardingColumnsProps = { shown: readonly ColumnId[]; facts: Facts; onChange: (shown: ColumnId[]) => void };

/** Chooses the columns that are shown; without scripts by a button. */
export function OnboardingColumns({ shown, facts, onChange }: OnboardingColumnsProps) {
  const t = useTranslations("onboardings");
  const toggle = (id: ColumnId) => onChange(columnIds.filter(one => (one === id) !== shown.includes(one)));
  return (
    <details data-menu className="group relative" onKeyDown={closeByEscape}>
      <summary className={buttonStyle({ variant: "secondary", size: "small", className: "cursor-pointer list-none" })}>
        {t("choose")}
        <ChevronDown aria-hidden className="group-open:rotate-180" />
      </summary>
      <form
        action={tableAddress}
        className="absolute right-0 z-10 mt-1 grid w-56 gap-3 rounded-md border border-line bg-surface p-4 max-sm:right-auto max-sm:left-0"
      >
        <fieldset className="grid gap-3">
          <legend className="sr-only">{t("chooseLabel")}</legend>
          {columnIds.map(id => (
            <Checkbox
              key={id}
              name="cols"
              id={`cols-${id}`}
              value={id}
              checked={shown.includes(id)}
              onChange={() => toggle(id)}
              label={t(`columns.${id}`)}
            />
          ))}
        </fieldset>
        {Object.entries(facts).map(([name, value]) =>
          name === "cols" ? null : <input key={name} type="hidden" name={name} value={value} />,
        )}
        <noscript>
          <Button type="submit" reads variant="secondary" size="small">
            {t("apply")}
          </Button>
        </noscript>
      </form>
    </details>
  );
}

/** Closes an open menu of this kind, and gives its button the focus back. */
export function closeByEscape(event: React.KeyboardEvent<HTMLDetailsElement>) {
  if (event.key !== "Escape" || !event.currentTarget.open) return;
  event.currentTarget.open = false;
  event.currentTarget.querySelector("summary")?.focus();
}
