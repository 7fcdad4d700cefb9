import { useFormatter, useTranslations } from "next-intl";
import { PartNav } from "@/components/ui/part-nav";
import type { SetChanges } from "@/lib/agents/queries/changes";
import { compared, countAll } from "./use-change-words";

type ChangeNavProps = {
  sets: readonly SetChanges[];
  step: string | undefined;
  /** Where the changes of a data set are, or of all. */
  hrefOf: (step: string | undefined) => string;
};

/** The choice of a data set among those that have changed; nothing where there is none to choose. */
export function ChangeNav({ sets, step, hrefOf }: ChangeNavProps) {
  const t = useTranslations("agents");
  const format = useFormatter();
  const changed = compared(sets).filter(set => countAll(set) > 0);
  if (changed.length < 2 && !step) return null;
  const all = changed.reduce((sum, set) => sum + countAll(set), 0);
  const place = (of: string | undefined, name: string, count: number) => ({
    href: hrefOf(of),
    label: t("changes.choice", { name, count: format.number(count) }),
  });
  const places = [
    place(undefined, t("changes.all"), all),
    ...changed.map(set => place(set.step, t(`parts.${set.step}`), countAll(set))),
  ];
  return <PartNav label={t("changes.choose")} places={places} current={hrefOf(step)} />;
}
