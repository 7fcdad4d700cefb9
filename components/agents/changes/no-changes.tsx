import { Check, RefreshCw, Sparkles } from "lucide-react";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import type { SetChanges } from "@/lib/agents/queries/changes";
import { compared, countAll } from "./use-change-words";
import { lastSince } from "./what-changed";

type NoChangesProps = {
  sets: readonly SetChanges[];
  /** The run that was asked for has not ended. */
  isGoingOn: boolean;
};

/** Why no changed records are listed: there are none, they cannot be told yet, or they are kept no longer. */
export function NoChanges({ sets, isGoingOn }: NoChangesProps) {
  const t = useTranslations("agents.changes.none");
  const since = lastSince(sets);
  if (isGoingOn) return <Empty icon={RefreshCw} title={t("goesOn")} help={t("goesOnHelp")} />;
  if (sets.length === 0) return <Empty icon={Check} title={t("nothingRead")} help={t("nothingReadHelp")} />;
  if (!since) return <Empty icon={Sparkles} title={t("first")} help={t("firstHelp")} />;
  if (compared(sets).some(set => countAll(set) > 0))
    return <Empty icon={Check} title={t("forgotten")} help={t("forgottenHelp")} />;
  return (
    <EmptyState icon={Check} title={t.rich("same", { when: () => <Time value={since} /> })}>
      {t("sameHelp")}
    </EmptyState>
  );
}

const Empty = ({ icon, title, help }: { icon: typeof Check; title: string; help: string }) => (
  <EmptyState icon={icon} title={title}>
    {help}
  </EmptyState>
);
