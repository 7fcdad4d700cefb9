"use client";

import { Plus, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import { EntryCard } from "./entry-card";
import type { ExperienceStep, TypedCertificate, TypedExperience, TypedWork } from "./experience";
import { useEntries } from "./use-entries";

type EntryListProps = {
  step: ExperienceStep;
  name: keyof TypedExperience;
  empty: TypedWork | TypedCertificate;
  title: string;
  hint: string;
  addLabel: string;
  /** The fields of one entry. */
  children: (at: number) => ReactNode;
};

/** Entries that people add, edit, put in order and take out again. */
export function EntryList({ step, name, empty, title, hint, addLabel, children }: EntryListProps) {
  const t = useTranslations("practitioners.experience");
  const { entries, add, move, remove, undo, removed, news } = useEntries(step.form, name, empty);
  const ofList = step.errors.find(({ field }) => field === name || field === `${name}.root`);
  const isWrong = (at: number) => step.errors.some(({ field }) => field?.startsWith(`${name}.${at}.`));
  return (
    <section aria-labelledby={`${name}-title`} className="grid gap-4">
      <div className="grid gap-1">
        <h2 id={`${name}-title`} className="text-lg font-semibold">
          {title}
        </h2>
        <p className="text-pretty text-ink-muted">{hint}</p>
        {ofList ? <FieldError id={`${name}-error`}>{ofList.message}</FieldError> : null}
      </div>
      {entries.length > 0 ? (
        <ol className="grid gap-3">
          {entries.map(({ id, row }, at) => (
            <li key={id}>
              <EntryCard
                place={{ name, at, count: entries.length }}
                row={row}
                hasError={isWrong(at)}
                onMove={by => move(at, by)}
                onRemove={() => remove(at)}
              >
                {children(at)}
              </EntryCard>
            </li>
          ))}
        </ol>
      ) : null}
      {removed ? (
        <div
          role="status"
          className="flex flex-wrap items-center justify-between gap-3 rounded-md bg-sunken py-2 pr-2 pl-4"
        >
          <span className="wrap-anywhere">{t("removed", { name: removed })}</span>
          <Button id={`${name}-undo`} variant="secondary" size="small" onClick={undo}>
            <Undo2 aria-hidden />
            {t("undo")}
          </Button>
        </div>
      ) : null}
      <Button variant="secondary" className="justify-self-start" onClick={add}>
        <Plus aria-hidden />
        {addLabel}
      </Button>
      <p role="status" className="sr-only">
        {news}
      </p>
    </section>
  );
}
