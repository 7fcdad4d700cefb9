"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useCountdown } from "./use-countdown";

type ResendProps = { seconds: number; start: unknown; busy: boolean; wasResent: boolean; onResend: () => void };

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/** Counts down to the next code and then offers it. The seconds are seen, but only start and end are read out. */
export function Resend({ seconds, start, busy, wasResent, onResend }: ResendProps) {
  const t = useTranslations("auth.code");
  const left = useCountdown(seconds, start);
  const announced = left > 0 ? t("resendStart", { seconds }) : t("resendNow");
  return (
    <div className="grid min-h-11 content-center justify-items-start gap-2">
      <p role="status" className="sr-only">
        {wasResent && left > 0 ? `${t("resent")} ` : ""}
        {announced}
      </p>
      {left > 0 ? (
        <p aria-hidden className="text-ink-muted">
          {wasResent ? <span className="block text-success">{t("resent")}</span> : null}
          {t.rich("resendIn", { time: () => <span className="tabular-nums">{clock(left)}</span> })}
        </p>
      ) : (
        <Button variant="secondary" busy={busy} onClick={onResend}>
          {t("resend")}
        </Button>
      )}
    </div>
  );
}
