"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { BulkAct } from "./bulk-act";

/** A button that tries all onboardings again that the same failure holds up, as one job, and leads to it. */
export function CohortRetry({ print, count }: { print: string; count: number }) {
  const t = useTranslations("bulk.cohorts");
  const router = useRouter();
  return (
    <BulkAct
      action="retry"
      icon={<RotateCcw aria-hidden />}
      which={{ filter: { print } }}
      count={count}
      label={t("retryAll", { count })}
      variant="primary"
      onBegun={id => router.push(`/admin/bulk/${id}`)}
    />
  );
}
