"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import { useViewerZone } from "@/components/ui/viewer-zone";

/** "Up to date 2 minutes ago": how long ago something was last read to its end, the instant on hover. */
export function UpToDate({ readAt }: { readAt: string }) {
  const t = useTranslations("agents.dashboard.card");
  const format = useFormatter();
  const timeZone = useViewerZone();
  const now = useNow({ updateInterval: 30_000 });
  const instant = new Date(readAt);
  const exact = format.dateTime(instant, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23", timeZone });
  // Another clock than the server's must not tell of the future.
  const ago = format.relativeTime(new Date(Math.min(instant.getTime(), now.getTime())), now);
  return (
    <p className="text-sm text-ink-muted">
      {t.rich("upToDate", {
        when: () => (
          // The server drew it a moment earlier; a second's difference is no fault.
          <time dateTime={readAt} title={exact} suppressHydrationWarning>
            {ago}
          </time>
        ),
      })}
    </p>
  );
}
