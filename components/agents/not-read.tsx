import { CloudDownload, CloudOff, type LucideIcon, Pause, SkipForward } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Time } from "@/components/ui/time";
import type { StatusView } from "@/lib/agents/view/status";
import { LiveProgress } from "./dashboard/live-part";
import { syncPace } from "./sync-data";

type Part = StatusView["steps"][number];
type Why = "running" | "paused" | "failed" | "stopped" | "skipped" | "unread";

type NotReadProps = {
  current: StatusView | null;
  part: Part | undefined;
  /** Its sync goes on. */
  isLive: boolean;
  title: string;
};

const icons: Record<Why, LucideIcon> = {
  running: CloudDownload,
  paused: Pause,
  failed: CloudOff,
  stopped: CloudOff,
  skipped: SkipForward,
  unread: CloudOff,
};

function whyNotRead({ current, part, isLive }: NotReadProps): Why {
  if (part?.state === "failed" || part?.state === "skipped") return part.state;
  // Also while one goes on: that was asked for other data.
  if (part?.state === "cancelled") return "stopped";
  if (isLive) return "running";
  return current?.endedAt === null ? "paused" : "unread";
}

/** In the place of data that was never read: why it was not, and what happens next. */
export function NotRead(props: NotReadProps) {
  const t = useTranslations("agents.missingData");
  const why = whyNotRead(props);
  const toDashboard = (
    <LinkButton href="/agent/dashboard" variant="secondary" size="small">
      {t("toDashboard")}
    </LinkButton>
  );
  return (
    <Card>
      <EmptyState
        icon={icons[why]}
        title={t(`${why}Title`)}
        action={why === "running" || why === "skipped" ? undefined : toDashboard}
      >
        <Told why={why} {...props} />
      </EmptyState>
    </Card>
  );
}

function Told({ why, current, part, title }: NotReadProps & { why: Why }): ReactNode {
  const t = useTranslations("agents");
  if (why === "skipped") return part?.skipReason;
  if (why === "failed") {
    const at = current?.nextRetryAt;
    return (
      <>
        {part?.error ? <p>{part.error.message}</p> : null}
        {at ? <p>{t.rich("dashboard.retryBySelf", { when: () => <Time value={at} /> })}</p> : null}
      </>
    );
  }
  const isHeldUp = why === "stopped" && current?.endedAt === null;
  return (
    <>
      <p>{t(`missingData.${isHeldUp ? "stoppedLater" : why}Help`)}</p>
      {why === "running" && current && part ? (
        <div className="mt-3">
          <LiveProgress
            jobId={current.id}
            drawnAt={current.serverTime}
            pace={syncPace(current)}
            part={part}
            title={title}
          />
        </div>
      ) : null}
    </>
  );
}
