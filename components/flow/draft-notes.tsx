"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { useViewerZone } from "@/components/ui/viewer-zone";

/** Beside the button: when what was typed was kept last. The minute alone is told, so that it is read out seldom. */
export function DraftKept({ savedAt }: { savedAt: string | null }) {
  const t = useTranslations("flow.draft");
  const format = useFormatter();
  const timeZone = useViewerZone();
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone } as const;
  return (
    <p role="status" className="text-sm text-ink-muted tabular-nums empty:hidden">
      {savedAt ? t("kept", { time: format.dateTime(new Date(savedAt), clock) }) : null}
    </p>
  );
}

/** Above a form that shows what was typed an earlier time and never sent. */
export function DraftRestored({ savedAt, onDiscard }: { savedAt: string; onDiscard: () => void }) {
  const t = useTranslations("flow.draft");
  return (
    <Notice
      title={t("restored")}
      actions={
        <Button variant="secondary" size="small" onClick={onDiscard}>
          {t("discard")}
        </Button>
      }
    >
      {t.rich("restoredHelp", { when: () => <Time value={savedAt} /> })}
    </Notice>
  );
}
