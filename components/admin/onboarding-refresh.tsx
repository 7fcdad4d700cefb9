"use client";

import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { Time } from "@/components/ui/time";
import { paces } from "./onboarding-columns-list";

type OnboardingRefreshProps = {
  every: number;
  onChange: (every: (typeof paces)[number]) => void;
  reload: () => void;
  isLoading: boolean;
  isHeld: boolean;
  heardAt: string;
};

/** How often the rows are asked for again, and when they last were. */
export function OnboardingRefresh({ every, onChange, reload, isLoading, isHeld, heardAt }: OnboardingRefreshProps) {
  const t = useTranslations("onboardings.refresh");
  const id = useId();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <span suppressHydrationWarning className="text-ink-muted max-sm:w-full">
        {isHeld && every > 0
          ? t("paused")
          : t.rich("last", { when: () => <Time value={heardAt} precision="clock" className="whitespace-nowrap" /> })}
      </span>
      <label htmlFor={id} className="sr-only">
        {t("label")}
      </label>
      <Select
        id={id}
        value={every}
        onChange={event => onChange(paces.find(pace => String(pace) === event.target.value) ?? 0)}
        className="w-32 [&_select]:min-h-11 [&_select]:py-1 [&_select]:text-sm sm:[&_select]:min-h-8"
      >
        {paces.map(pace => (
          <option key={pace} value={pace}>
            {pace === 0 ? t("off") : t("every", { seconds: pace })}
          </option>
        ))}
      </Select>
      <Button variant="ghost" size="icon" aria-label={t("now")} busy={isLoading} onClick={reload}>
        {isLoading ? null : <RefreshCw aria-hidden />}
      </Button>
    </div>
  );
}

/** That others have come since; they are shown when somebody asks for them. */
export function FreshRows({ count, show }: { count: number; show: () => void }) {
  const t = useTranslations("onboardings.refresh");
  return (
    <div role="status" className="empty:hidden">
      {count > 0 ? (
        <Button variant="secondary" size="small" onClick={show} className="w-full border-accent text-accent-ink">
          {count > 99 ? t("freshMany", { count: 99 }) : t("fresh", { count })}
        </Button>
      ) : null}
    </div>
  );
}

/** That the rows could not be asked for; they stay as they were. */
export function RefreshLost({
  supportCode,
  heardAt,
  again,
}: {
  supportCode: string;
  heardAt: string;
  again: () => void;
}) {
  const t = useTranslations("onboardings.refresh");
  return (
    <Notice tone="warning" title={t("failed")}>
      <p>{t.rich("lost", { when: () => <Time value={heardAt} precision="clock" /> })}</p>
      {supportCode ? (
        <p>
          {t.rich("supportCode", {
            value: supportCode,
            code: chunks => <code className="font-mono text-sm wrap-anywhere">{chunks}</code>,
          })}
        </p>
      ) : null}
      <Button variant="secondary" size="small" onClick={again} className="mt-2">
        {t("again")}
      </Button>
    </Notice>
  );
}
