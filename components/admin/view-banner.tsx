"use client";

import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";
import { tellTabs } from "./look-channel";
import { useMinutesLeft } from "./use-minutes-left";
import { useRoomAbove } from "./use-room-above";
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
  const back = "/admin/people";
  const banner = useRef<HTMLElement>(null);
  useRoomAbove(banner);
  // A full load, in every tab: nothing that was drawn for those eyes may stay in sight.
  const leave = (to: string) => {
    tellTabs();
    window.location.assign(to);
  };
  const end = async (isOver: boolean) => {
    setState("ending");
    const { success, data, error } = await call<{ redirectTo: string }>(
      "POST",
      `/api/v1/admin/people/${personId}/view-as/end`,
    );
    // Whose account is gone has no look that could be ended.
    if (success || isOver || error?.code === "not_found") leave(data?.redirectTo ?? back);
    else setState("failed");
  };
  const minutes = useMinutesLeft(secondsLeft, () => void end(true));
  return (
    <section
      ref={banner}
      aria-label={t("label")}
      className="top-0 sm:[@media(min-height:30rem)]:sticky z-30 border-b-4 border-warning bg-warning-soft px-4 py-2 sm:px-6"
    >
      <div className="mx-auto flex max-w-page flex-wrap items-center gap-x-6 gap-y-2">
        <Eye aria-hidden className="size-5 shrink-0 text-warning max-sm:hidden" />
        <div className="min-w-0 flex-1 basis-64">
          <p className="wrap-anywhere">
            <strong>{t("looking", { name })}</strong>
            <span className="text-warning tabular-nums"> · {t("left", { minutes })}</span>
          </p>
          <p className="text-sm text-pretty wrap-anywhere">
            {t("readOnly")} {t("reason", { reason })}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <ViewPoint personId={personId} name={name} onSent={() => setTold(point("sent"))} />
          <Button size="small" busy={state === "ending"} busyLabel={t("ending")} onClick={() => void end(false)}>
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
