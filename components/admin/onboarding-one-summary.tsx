"use client";

import { useTranslations } from "next-intl";
import { Time } from "@/components/ui/time";
import type { OnboardingOne } from "@/lib/platform/onboarding/view";
import { sentenceOf } from "./onboarding-one-sentence";
import { useOnboardingWords } from "./onboarding-one-words";

/** One sentence or two on where an onboarding stands, why, and whether it goes on by itself. */
export function OnboardingSummary({ one }: { one: OnboardingOne }) {
  const t = useTranslations("onboarding.summary");
  const words = useOnboardingWords();
  const { key, values, times } = sentenceOf(one, words);
  const write = (time: string | undefined) => {
    if (!time) return null;
    const isToday = time.slice(0, 10) === one.serverTime.slice(0, 10);
    return <Time value={time} precision={isToday ? "short" : "minute"} />;
  };
  return (
    <p className="max-w-3xl text-lg text-pretty wrap-anywhere">
      {t.rich(
        key as "failed",
        {
          ...(values as Record<"step", string>),
          at: () => write(times.at),
          next: () => write(times.next),
          until: () => write(times.until),
        } as never,
      )}
    </p>
  );
}
