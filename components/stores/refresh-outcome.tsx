import { useFormatter, useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { RefreshView } from "@/lib/stores/view/refresh";
import { DownloadLink } from "./download-link";

const shown = ["created", "updated", "gone", "unchanged"] as const;

/** What a reading of the feeds changed, or why it could not. */
export function RefreshOutcome({ view }: { view: RefreshView }) {
  const t = useTranslations("stores.refresh");
  const format = useFormatter();
  const { changes, error, badRows } = view;
  return (
    <div className="grid gap-3">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Status tone={error ? "warning" : "success"}>{t(error ? "failed" : "done")}</Status>
        <span className="text-sm text-ink-muted">
          <Time value={view.at} /> · {t(view.isScheduled ? "bySchedule" : "byOwner")}
        </span>
      </p>
      {error ? (
        <p className="text-pretty">
          {error.message} {t("stays")} <span className="font-mono text-sm text-ink-muted">{error.supportCode}</span>
        </p>
      ) : null}
      {changes ? (
        <dl className="flex flex-wrap gap-x-8 gap-y-2">
          {shown.map(name => (
            <div key={name} className="flex flex-row-reverse items-baseline gap-1.5">
              <dt className="text-sm text-ink-muted">{t(`changes.${name}`)}</dt>
              <dd className="font-semibold tabular-nums">{format.number(changes[name])}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {badRows > 0 ? (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <p className="text-sm text-warning">{t("badRows", { count: badRows })}</p>
          <DownloadLink href={`/api/v1/store/imports/${view.jobId}/bad-rows`} size="small">
            {t("download")}
          </DownloadLink>
        </div>
      ) : null}
    </div>
  );
}
