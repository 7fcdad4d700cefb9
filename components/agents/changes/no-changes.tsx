import { Check, RefreshCw, Sparkles } from "lucide-react";
import { useNow, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import type { SetChanges } from "@/lib/agents/queries/changes";
import { keptDays } from "@/lib/agents/schema/changes";
import { commonSince, compared, countAll } from "./use-change-words";

type NoChangesProps = {
  sets: readonly SetChanges[];
  /** The data set that was chosen, of all of them. */
  step: string | undefined;
  /** The run that was asked for has not ended. */
  isGoingOn: boolean;
};

const dayMs = 86_400_000;

/** Why no changed records are listed: there are none, they cannot be told yet, they were never kept, or are kept no longer. */
export function NoChanges({ sets: all, step, isGoingOn }: NoChangesProps) {
  const t = useTranslations("agents.changes.none");
  const now = useNow();
  const sets = all.filter(set => step === undefined || set.step === step);
  const counted = compared(sets).filter(set => countAll(set) > 0);
  const isOld = ({ readAt }: SetChanges) => now.getTime() - Date.parse(readAt) > keptDays * dayMs;
  if (isGoingOn) return <Empty icon={RefreshCw} title={t("goesOn")} help={t("goesOnHelp")} />;
  if (all.length === 0) return <Empty icon={Check} title={t("nothingRead")} help={t("nothingReadHelp")} />;
  if (sets.length === 0) return <Empty icon={Check} title={t("notRead")} help={t("notReadHelp")} />;
  if (compared(sets).length === 0) return <Empty icon={Sparkles} title={t("first")} help={t("firstHelp")} />;
  if (counted.length > 0)
    return counted.every(isOld) ? (
      <Empty icon={Check} title={t("forgotten")} help={t("forgottenHelp", { days: keptDays })} />
    ) : (
      <Empty icon={Check} title={t("unkept")} help={t("unkeptHelp")} />
    );
  const since = commonSince(sets);
  const title = since ? t.rich("same", { when: () => <Time value={since} /> }) : t("sameEach");
  return <Empty icon={Check} title={title} help={t("sameHelp")} />;
}

const Empty = ({ icon, title, help }: { icon: typeof Check; title: ReactNode; help: string }) => (
  <EmptyState icon={icon} title={title}>
    {help}
  </EmptyState>
);
