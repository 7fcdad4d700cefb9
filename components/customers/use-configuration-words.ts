"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { Configuration, NotificationPreferences } from "@/lib/customers/schema/customer";
import { useSpans } from "./use-spans";

const channels = ["email", "inApp", "slack"] as const;

/** Says in words how a customer is synced, when the admins are alerted, and how news are told. */
export function useConfigurationWords() {
  const t = useTranslations("customers.record");
  const format = useFormatter();
  const { long, every } = useSpans();
  return {
    every: ({ syncEveryMinutes }: Configuration) => every(syncEveryMinutes),
    pages: ({ pageSize }: Configuration) => t("pages", { count: pageSize }),
    contents: ({ withExports }: Configuration) => t(withExports ? "read" : "notRead"),
    alerts: ({ alertAfterFailures, alertAfterMinutes }: Configuration) =>
      t("alertRule", { failures: alertAfterFailures, span: long(alertAfterMinutes) }),
    news: (told: NotificationPreferences) => {
      const chosen = channels.filter(channel => told[channel]).map(channel => t(`channels.${channel}`));
      return chosen.length > 0 ? format.list(chosen) : t("noNews");
    },
  };
}
