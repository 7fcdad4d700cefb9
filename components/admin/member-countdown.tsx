"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { partsOf } from "./time-left";

const lookAgainMs = 3000;

/** How many seconds are left, by the server's clock as it was when the page was drawn and by no clock of the viewer's. */
function useSecondsLeft(atFirst: number): number {
  const [left, setLeft] = useState(atFirst);
  useEffect(() => {
    const since = performance.now();
    const tick = () => setLeft(Math.max(0, atFirst - Math.floor((performance.now() - since) / 1000)));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [atFirst]);
  return left;
}

/** How long it still is until a member is activated by themselves; when it is time the page looks what came of it. */
export function MemberCountdown({ secondsLeft }: { secondsLeft: number }) {
  const t = useTranslations("members.members");
  const format = useFormatter();
  const router = useRouter();
  const left = useSecondsLeft(secondsLeft);
  const isDue = left === 0;
  useEffect(() => {
    if (!isDue) return;
    const timer = setInterval(() => document.visibilityState === "visible" && router.refresh(), lookAgainMs);
    return () => clearInterval(timer);
  }, [isDue, router]);
  if (isDue) return <span>{t("dueNow")}</span>;
  const parts = partsOf(left).map(({ unit, value }) =>
    format.number(value, { style: "unit", unit, unitDisplay: "long" }),
  );
  return (
    <span role="timer" className="tabular-nums">
      {t("dueIn", { left: parts.join(" ") })}
    </span>
  );
}
