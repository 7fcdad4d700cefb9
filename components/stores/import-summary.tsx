import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { Envelope } from "@/lib/platform/http/envelope";
import { RetryImport } from "./retry-import";

type Part = {
  id: string;
  title: string;
  state: string;
  done: number;
  error: { message: string; supportCode: string } | null;
};
type Again = (input: unknown) => Promise<Envelope<{ jobId: number }>>;
type View = { status: string; endedAt: string | null; parts: Part[] };

type Props = { view: View; again: Again };

/** How the last import ended; what is missing is named. */
export function ImportSummary({ view, again }: Props) {
  const t = useTranslations("stores.dashboard");
  const failed = view.parts.filter(part => part.state === "failed");
  if (view.status === "waiting")
    return (
      <Notice tone="warning" title={t("importWaiting")}>
        {t("importWaitingHelp")}
      </Notice>
    );
  if (!view.endedAt) return <Notice title={t("importRunning")} />;
  if (view.status === "cancelled")
    return <Notice title={t("importStopped")} actions={<RetryImport again={again} label={t("goOn")} />} />;
  if (failed.length === 0) {
    return (
      <p className="text-sm text-ink-muted">
        {t("imported")} <Time value={view.endedAt} />
      </p>
    );
  }
  return (
    <Notice
      tone="warning"
      title={t("importIncomplete")}
      actions={
        <RetryImport again={again} label={t("retryParts", { parts: failed.map(part => part.title).join(", ") })} />
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
