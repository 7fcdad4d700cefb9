import { useTranslations } from "next-intl";
import type { ScheduleView } from "@/lib/agents/view/schedule";
import { PausedSince } from "./last-sync";
import { NextSync } from "./next-sync";
import { PauseSync } from "./pause-sync";
import { ScheduleForm } from "./schedule-form";

/** How often the data is fetched by itself and when next; and the way to pause all of it. */
export function ScheduleSection({ schedule: { every, nextSyncAt, pausedAt } }: { schedule: ScheduleView }) {
  const t = useTranslations("agents.settings.schedule");
  return (
    <>
      <section aria-labelledby="how-often" className="mt-10 grid gap-4 border-t border-line pt-8">
        <div className="grid gap-1">
          <h2 id="how-often" className="text-xl font-semibold">
            {t("title")}
          </h2>
          <p className="text-pretty text-ink-muted">{nextSyncAt ? <NextSync at={nextSyncAt} /> : t("nonePlanned")}</p>
        </div>
        <ScheduleForm every={every} />
      </section>
      <section aria-labelledby="pause" className="mt-10 grid gap-4 border-t border-line pt-8">
        <h2 id="pause" className="text-xl font-semibold">
          {t("pauseTitle")}
        </h2>
        {pausedAt ? (
          <PausedSince at={pausedAt} />
        ) : (
          <>
            <p className="text-pretty text-ink-muted">{t("pauseHelp")}</p>
            <div className="flex flex-wrap items-start gap-3">
              <PauseSync />
            </div>
          </>
        )}
      </section>
    </>
  );
}
