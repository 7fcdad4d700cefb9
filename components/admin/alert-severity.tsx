import { Siren, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import type { Severity } from "@/lib/platform/alerts/schema";

/** How bad it is, as icon and word. */
export function AlertSeverity({ severity }: { severity: Severity }) {
  const t = useTranslations("alerts.severities");
  return severity === "critical" ? (
    <Status tone="danger" icon={Siren}>
      {t("critical")}
    </Status>
  ) : (
    <Status tone="warning" icon={TriangleAlert}>
      {t("warning")}
    </Status>
  );
}
