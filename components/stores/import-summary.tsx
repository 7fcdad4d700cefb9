import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { Envelope } from "@/lib/platform/http/envelope";
import { RetryImport } from "./retry-import";
import { WatchRun } from "./watch-run";

type Part = {
  id: string;
  title: string;
  state: string;
  done: number;
  skipped: number;
  issues: number;
  error: { message: string; supportCode: string } | null;
};
type Again = (input: unknown) => Promise<Envelope<{ jobId: number }>>;
type View = { jobId: number; status: string; endedAt: string | null; parts: Part[] };

type Props = {
  view: View;
  again: Again;
  /** Where the store's pages are. */
  base: string;
};

/** How the last import ended; what is missing is named. One that goes on is watched. */
export function ImportSummary(props: Props) {
  const { jobId, status, endedAt } = props.view;
  return (
    <div role="status">
      {endedAt === null ? <WatchRun jobId={jobId} isWaiting={status === "waiting"} /> : null}
      <Summary {...props} />
    </div>
  );
}

function Summary({ view, again, base }: Props) {
  const t = useTranslations("stores.dashboard");
  const failed = view.parts.filter(part => part.state === "failed");
  if (view.status === "waiting")
    return (
      <Notice tone="warning" title={t("importWaiting")}>
        {t("importWaitingHelp")}
      </Notice>
    );
  if (!view.endedAt) return <Notice title={t("importRunning")} />;
  const see = <SeeIssues view={view} base={base} />;
  if (view.status === "cancelled")
    return (
      <Notice
        title={t("importStopped")}
        actions={
          <>
            <RetryImport again={again} label={t("goOn")} />
            {see}
          </>
        }
      />
    );
  if (failed.length === 0) return <Finished view={view} endedAt={view.endedAt} see={see} />;
  return (
    <Notice
      tone="warning"
      title={t("importIncomplete")}
      actions={
        <>
          <RetryImport again={again} label={t("retryParts", { parts: failed.map(part => part.title).join(", ") })} />
          {see}
        </>
      }
    >
      <ul className="grid gap-1">
        {failed.map(part => (
          <li key={part.id}>
            {part.title}: {part.error?.message}{" "}
            <span className="font-mono text-sm text-ink-muted">{part.error?.supportCode}</span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function SeeIssues({ view, base }: Pick<Props, "view" | "base">) {
  const t = useTranslations("stores.issues");
  if (!view.parts.some(part => part.issues > 0)) return null;
  return (
    <LinkButton variant="secondary" size="small" href={`${base}/imports/${view.jobId}`}>
      {t("see")}
    </LinkButton>
  );
}

function Finished({ view, endedAt, see }: { view: View; endedAt: string; see: ReactNode }) {
  const t = useTranslations("stores.dashboard");
  const tellEnd = useTranslations("flow.sync.end");
  const lacking = view.parts.filter(part => part.skipped > 0);
  if (lacking.length > 0)
    return (
      <Notice tone="warning" title={t("importProblems")} actions={see}>
        <ul>
          {lacking.map(({ id, title, skipped, done }) => (
            <li key={id}>{tellEnd("problems.part", { title, skipped, done })}</li>
          ))}
        </ul>
      </Notice>
    );
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p className="text-sm text-ink-muted">
        {t("imported")} <Time value={endedAt} />
      </p>
      {see}
    </div>
  );
}
