"use client";

import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";
import { useMinutesLeft } from "./use-minutes-left";
import { ViewPoint } from "./view-point";

type ViewBannerProps = {
  personId: number;
  name: string;
  reason: string;
  /** Until the look ends by itself. */
  secondsLeft: number;
};

/** Above every page while an admin looks with somebody else's eyes: whose, for how long, why, and the way out. The first thing that is read out. */
export function ViewBanner({ personId, name, reason, secondsLeft }: ViewBannerProps) {
  const t = useTranslations("viewAs.banner");
  const point = useTranslations("viewAs.point");
  const [state, setState] = useState<"looking" | "ending" | "failed">("looking");
  const [told, setTold] = useState("");
  const back = `/admin/people/${personId}`;
  // A full load: nothing that was drawn for those eyes may stay in sight.
  const minutes = useMinutesLeft(secondsLeft, () => window.location.assign(back));
  const end = async () => {
    setState("ending");
    const { success, data } = await call<{ redirectTo: string }>(
      "POST",
      `/api/v1/admin/people/${personId}/view-as/end`,
    );
    if (success) window.location.assign(data?.redirectTo ?? back);
    else setState("failed");
  };
  return (
    <section
      aria-label={t("label")}
      className="sticky top-0 z-30 border-b-4 border-warning bg-warning-soft px-4 py-2 sm:px-6"
    >
      <div className="mx-auto flex max-w-page flex-wrap items-center gap-x-6 gap-y-2">
        <Eye aria-hidden className="size-5 shrink-0 text-warning max-sm:hidden" />
        <div className="min-w-0 flex-1 basis-64">
          <p className="wrap-anywhere">
            <strong>{t("looking", { name })}</strong>
            <span className="text-warning tabular-nums"> · {t("left", { minutes })}</span>
          </p>
          <p className="text-sm text-pretty wrap-anywhere max-sm:line-clamp-2">
            {t("readOnly")} {t("reason", { reason })}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <ViewPoint personId={personId} name={name} onSent={() => setTold(point("sent"))} />
          <Button size="small" busy={state === "ending"} busyLabel={t("ending")} onClick={() => void end()}>
            {t("end")}
          </Button>
        </div>
        <p role="status" className="w-full text-sm font-medium empty:hidden">
          {state === "failed" ? t("failed") : told}
        </p>
      </div>
    </section>
  );
}
