import { useFormatter, useTranslations } from "next-intl";
import { DownloadLink } from "@/components/ui/download-link";
import { LinkButton } from "@/components/ui/link-button";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { RefreshView } from "@/lib/stores/view/refresh";

type Props = { view: RefreshView; base: string; of: "refresh" | "orderUpdate" };

const shown = ["created", "updated", "gone", "unchanged"] as const;

const tones = { done: "success", problems: "warning", failed: "warning", stopped: "neutral" } as const;

function wordOf({ state, error, changes }: RefreshView): keyof typeof tones {
  if (state === "stopped") return "stopped";
  if (error) return "failed";
  return changes && changes.skipped > 0 ? "problems" : "done";
}

/** What a reading of the feeds, or of the orders, changed, or why it could not. */
export function RefreshOutcome({ view, base, of }: Props) {
  const t = useTranslations(`stores.${of}`);
  const format = useFormatter();
  const { changes, error } = view;
  const word = wordOf(view);
  if (view.at === null) return <p className="text-ink-muted">{t("never")}</p>;
  return (
    <div className="grid gap-3">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Status tone={tones[word]}>{t(word)}</Status>
        <span className="text-sm text-ink-muted">
          <Time value={view.at} /> · {t(view.isScheduled ? "bySchedule" : "byOwner")}
        </span>
      </p>
      {error ? (
        <p className="text-pretty">
          {error.message} {t("stays")} <span className="font-mono text-sm text-ink-muted">{error.supportCode}</span>
        </p>
      ) : null}
      {changes && of === "refresh" ? (
        <dl className="flex flex-wrap gap-x-8 gap-y-2">
          {shown.map(name => (
            <div key={name} className="flex flex-row-reverse items-baseline gap-1.5">
              <dt className="text-sm text-ink-muted">{t(`changes.${name}`)}</dt>
              <dd className="font-semibold tabular-nums">{format.number(changes[name])}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      <Problems view={view} base={base} />
    </div>
  );
}

function Problems({ view: { jobId, badRows, changes }, base }: Omit<Props, "of">) {
  const t = useTranslations("stores.refresh");
  const see = useTranslations("stores.issues");
  const issues = changes?.issues ?? 0;
  // Of a reading that failed only the rows that were met are known.
  const skipped = changes?.skipped ?? badRows;
  if (badRows === 0 && issues === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      {skipped > 0 ? <p className="text-sm text-warning">{t("skipped", { count: skipped })}</p> : null}
      {issues > 0 ? (
        <LinkButton variant="secondary" size="small" href={`${base}/imports/${jobId}`}>
          {see("see")}
        </LinkButton>
      ) : null}
      {badRows > 0 ? (
        <DownloadLink href={`/api/v1/store/imports/${jobId}/bad-rows`} size="small">
          {t("download")}
        </DownloadLink>
      ) : null}
    </div>
  );
}
