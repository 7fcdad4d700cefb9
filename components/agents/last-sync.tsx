import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { StatusView } from "@/lib/agents/view/status";
import { WatchSync } from "./watch-sync";

const wizard = "/agent/onboarding/sync";

/** How the newest sync went and when; one that goes on is watched. */
export function LastSync({ current }: { current: StatusView }) {
  return (
    <div role="status" className="empty:hidden">
      {current.endedAt === null ? <WatchSync jobId={current.id} /> : null}
      <Told current={current} />
    </div>
  );
}

function Told({ current: { startedAt, endedAt, state, error } }: { current: StatusView }) {
  const t = useTranslations("agents.dashboard");
  if (endedAt === null)
    return (
      <Notice
        title={t("running")}
        actions={
          <LinkButton href={wizard} variant="secondary" size="small">
            {t("watch")}
          </LinkButton>
        }
      />
    );
  if (state === "cancelled")
    return (
      <Notice
        title={t("stopped")}
        actions={
          <LinkButton href={wizard} variant="secondary" size="small">
            {t("goOn")}
          </LinkButton>
        }
      >
        {t("stoppedHelp")}
      </Notice>
    );
  if (error)
    return (
      <Notice tone="warning" title={t("notBegun")}>
        {error.message}
      </Notice>
    );
  const took = Math.max(1, Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000));
  const [minutes, seconds] = [Math.floor(took / 60), took % 60];
  const duration = t(minutes > 0 ? "duration.minutes" : "duration.seconds", { minutes, seconds });
  return <p className="text-sm text-ink-muted">{t.rich("last", { duration, when: () => <Time value={endedAt} /> })}</p>;
}
