import { Hourglass } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { HealthSetUps } from "@/components/admin/health-set-ups";
import { HealthTargets } from "@/components/admin/health-targets";
import { Card } from "@/components/ui/card";
import { DownloadLink } from "@/components/ui/download-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import type { TargetsView } from "@/lib/platform/measures/schema";

/** What sources/002 asks of us and what is measured of it, with the evidence, and the last set-ups. */
export async function TargetCards({ targets, setUps, auditHead }: TargetsView) {
  const t = await getTranslations("health");
  const missed = targets.filter(({ state }) => state === "missed");
  const limit = targets.find(({ id }) => id === "set_up_time")?.limit ?? 0;
  return (
    <>
      {missed.length > 0 ? (
        <Notice tone="danger" title={t("targets.missed", { count: missed.length })}>
          {missed.map(({ id }) => t(`targets.names.${id}`)).join(", ")}
        </Notice>
      ) : null}
      <Card
        flush
        title={t("targets.performance")}
        description={t("targets.performanceLead")}
        actions={
          <DownloadLink href="/api/v1/admin/targets/export" size="small">
            {t("targets.download")}
          </DownloadLink>
        }
        footer={
          auditHead ? (
            <p className="text-ink-muted">
              {t("targets.proof", { id: auditHead.entryId })}{" "}
              <span className="font-mono text-[0.8125rem] wrap-anywhere">{auditHead.hash}</span>
            </p>
          ) : null
        }
      >
        <HealthTargets
          title={t("targets.performance")}
          targets={targets.filter(({ group }) => group === "performance")}
        />
      </Card>
      <Card flush title={t("targets.quality")} description={t("targets.qualityLead")}>
        <HealthTargets title={t("targets.quality")} targets={targets.filter(({ group }) => group === "quality")} />
      </Card>
      <Card flush title={t("setUps.title")} description={t("setUps.lead")}>
        {setUps.length > 0 ? (
          <HealthSetUps setUps={setUps} limit={limit} />
        ) : (
          <EmptyState icon={Hourglass} title={t("setUps.none")} />
        )}
      </Card>
    </>
  );
}
