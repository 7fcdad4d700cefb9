import { useFormatter, useTranslations } from "next-intl";
import { Time } from "@/components/ui/time";
import type { SetChanges } from "@/lib/agents/queries/changes";
import { mostKept } from "@/lib/agents/schema/changes";
import { commonSince, compared, countAll, useChangeWords } from "./use-change-words";

/** In words how much has changed and since when, what is here for the first time, and of which data sets there is more than is listed. */
export function ChangeSummary({ sets }: { sets: readonly SetChanges[] }) {
  const t = useTranslations("agents.changes");
  const names = useTranslations("agents.parts");
  const format = useFormatter();
  const words = useChangeWords()(sets);
  const since = commonSince(sets);
  const first = sets.filter(set => set.since === null).map(({ step }) => names(step));
  const cut = sets.filter(set => set.kept >= mostKept && countAll(set) > set.kept).map(({ step }) => names(step));
  if (compared(sets).length === 0) return null;
  return (
    <div className="mb-6 grid gap-1 text-pretty">
      {words ? <p className="font-medium">{words}</p> : null}
      {words ? (
        <p className="text-sm text-ink-muted">
          {since ? t.rich("since", { when: () => <Time value={since} /> }) : t("sinceEach")}
        </p>
      ) : null}
      {first.length > 0 ? <p className="text-sm text-ink-muted">{t("firstOf", { sets: format.list(first) })}</p> : null}
      {cut.length > 0 ? (
        <p className="text-sm text-ink-muted">{t("cut", { sets: format.list(cut), most: mostKept })}</p>
      ) : null}
    </div>
  );
}
