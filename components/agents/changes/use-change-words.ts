import { useTranslations } from "next-intl";
import type { SetChanges } from "@/lib/agents/queries/changes";

/** What happened to records. */
export const changeKinds = ["added", "changed", "gone"] as const;

/** All that a reading has changed. */
export const countAll = ({ added, changed, gone }: SetChanges): number => added + changed + gone;

/** Readings that had one before them to be compared with. */
export const compared = (sets: readonly SetChanges[]): SetChanges[] => sets.filter(({ since }) => since !== null);

/** With when the readings are compared; null where each has another moment, or none. */
export function commonSince(sets: readonly SetChanges[]): string | null {
  const [since, ...others] = new Set(compared(sets).map(set => set.since));
  return since && others.length === 0 ? since : null;
}

/** Says how much has changed: "12 transactions added, 3 changed · 1 listing gone"; nothing of first readings. */
export function useChangeWords(): (sets: readonly SetChanges[]) => string {
  const t = useTranslations("agents.changes");
  const tellSet = (set: SetChanges) =>
    changeKinds
      .filter(kind => set[kind] > 0)
      .map((kind, at) => {
        const values = { count: set[kind], step: set.step };
        return t(`counted.${kind}`, { ...values, things: at === 0 ? t(`things.${set.step}`, values) : set[kind] });
      })
      .join(", ");
  return sets =>
    compared(sets)
      .map(tellSet)
      .filter(text => text !== "")
      .join(" · ");
}
