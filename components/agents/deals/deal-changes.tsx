import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { DealChange } from "@/lib/agents/view/deal-detail";
import { useChangeValue } from "../changes/use-change-value";

/** `closing_date_actual` as our own fields are called: `closingDateActual`. */
const inCamels = (column: string) => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** What the newest syncs have found to be other of a deal; nothing where they have found nothing. */
export function DealChanges({ changes }: { changes: readonly DealChange[] }) {
  const t = useTranslations("agents.deals.lately");
  if (changes.length === 0) return null;
  return (
    <Card title={t("title")}>
      <ol className="grid gap-3">
        {changes.map(change => (
          <li key={change.runId} className="grid gap-1 sm:grid-cols-[12rem_1fr] sm:gap-4">
            <span className="text-sm text-ink-muted">
              <Time value={change.foundAt} />
            </span>
            <What change={change} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

function What({ change: { kind, fields } }: { change: DealChange }) {
  const t = useTranslations("agents.deals");
  const { tellValue } = useChangeValue();
  if (kind !== "changed") return <p>{t(kind === "added" ? "lately.added" : "lately.gone")}</p>;
  const told = fields.filter(({ from, to }) => from !== null || to !== null);
  if (told.length === 0) return <p>{t("lately.changed")}</p>;
  return (
    <ul className="grid gap-1">
      {told.map(({ field, from, to }) => {
        const key = `fields.${inCamels(field)}` as "fields.code";
        const name = t.has(key) ? t(key) : field;
        return (
          <li key={field}>{t("lately.field", { name, from: tellValue(field, from), to: tellValue(field, to) })}</li>
        );
      })}
    </ul>
  );
}
