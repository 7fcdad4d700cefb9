import { useTranslations } from "next-intl";
import type { RuleSettings } from "@/lib/platform/alerts/schema";

/** How a rule is set, in words: its parameters, where it tells, and how soon again. */
export function AlertRuleSettings({ settings }: { settings: RuleSettings }) {
  const { parameters, channels, cooldownSeconds } = settings;
  const t = useTranslations("alerts");
  const set = Object.entries(parameters).map(([name, value]) =>
    t.has(`set.${name}`) ? t(`set.${name}`, { value }) : name,
  );
  return (
    <span className="grid gap-1">
      {set.length > 0 ? <span>{set.join(", ")}</span> : null}
      <span className="text-sm text-ink-muted">
        {t("toldOn", {
          channels: (["desk", ...channels] as const).map(name => t(`channelNames.${name}`)).join(", "),
          again:
            cooldownSeconds % 3600 === 0
              ? t("cooldownHours", { hours: cooldownSeconds / 3600 })
              : t("cooldownMinutes", { minutes: Math.round(cooldownSeconds / 60) }),
        })}
      </span>
    </span>
  );
}
