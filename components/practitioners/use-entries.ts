"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFieldArray } from "react-hook-form";
import { useFocusLater } from "@/components/ui/use-focus-later";
import type { ExperienceStep, TypedCertificate, TypedExperience, TypedWork } from "./experience";
import { useEntryTexts } from "./use-entry-texts";

type Name = keyof TypedExperience;
type Row = TypedWork | TypedCertificate;

/** What a button of an entry is called in the document; after a move the same button has another place. */
export const buttonId = (name: Name, at: number, act: "up" | "down") => `${name}-${at}-${act}`;

/** A list of entries: added at the end, moved, removed and brought back; says what it did. */
export function useEntries(form: ExperienceStep["form"], name: Name, empty: Row) {
  const t = useTranslations("practitioners.experience");
  const say = useEntryTexts();
  const list = useFieldArray({ control: form.control, name });
  const rows: readonly Row[] = form.watch(name);
  const [removed, setRemoved] = useState<{ at: number; row: Row } | null>(null);
  const [news, setNews] = useState("");
  const focusLater = useFocusLater();
  const nameOf = (row: Row | undefined) => (row && say(row).title) || t("unnamed");
  const add = () => {
    setRemoved(null);
    list.append(empty, { shouldFocus: false });
  };
  const move = (at: number, by: 1 | -1) => {
    const to = at + by;
    if (to < 0 || to >= rows.length) return;
    list.move(at, to);
    setNews(t("moved", { name: nameOf(rows[at]), place: to + 1, count: rows.length }));
    focusLater(buttonId(name, to, by === 1 ? "down" : "up"));
  };
  const remove = (at: number) => {
    const row = rows[at];
    if (!row) return;
    list.remove(at);
    setRemoved({ at, row });
    focusLater(`${name}-undo`);
  };
  const undo = () => {
    if (!removed) return;
    list.insert(removed.at, removed.row, { shouldFocus: false });
    setRemoved(null);
    setNews(t("broughtBack", { name: nameOf(removed.row) }));
    focusLater(buttonId(name, removed.at, "up"));
  };
  const entries = list.fields.map(({ id }, at) => ({ id, row: rows[at] ?? empty }));
  return { entries, add, move, remove, undo, nameOf, news, removed: removed && nameOf(removed.row) };
}
