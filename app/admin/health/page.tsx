import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditLastCheck } from "@/components/admin/audit-verdict";
import { DeadLetterTable } from "@/components/admin/dead-letter-table";
import { EmergencyContacts } from "@/components/admin/emergency-contacts";
import { CircuitTable, HealthChecks, QueueTable } from "@/components/admin/health-checks";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { getTargets } from "@/lib/kinds";
import { getChecks } from "@/lib/platform/audit/queries";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { getEmergency } from "@/lib/platform/emergency/queries";
import { checkHealth } from "@/lib/platform/health";
import { listDeadLetters, listQueues } from "@/lib/platform/jobs/queries";
import { DeadLetterSearch } from "@/lib/platform/jobs/schema";
import { listCircuits } from "@/lib/platform/outbound/queries";
import { TargetCards } from "./target-cards";

const address = "/admin/health";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("health"))("title") };
}

/** Does the product work: database, queues, worker, providers, and what was given up. */
export default async function HealthPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const viewer = await requireStaff(address);
  const { cursor } = await searchParams;
  const search = DeadLetterSearch.catch({ limit: 25 }).parse({ cursor });
  const [health, targets, queues, circuits, letters, checks] = await Promise.all([
    checkHealth(async () => true),
    getTargets(),
    listQueues(),
    listCircuits(),
    listDeadLetters(search),
    getChecks(),
  ]);
  const t = await getTranslations("health");
  return (
    <>
      <PageHeader title={t("title")} description={t("lead", { version: health.version ?? "" })} />
      <div className="grid gap-6">
        <HealthChecks health={health} />
        <TargetCards {...targets} />
        <AuditLastCheck last={checks.last} />
        <Card flush title={t("queues.title")} description={t("queues.lead")}>
          <QueueTable queues={queues} />
        </Card>
        <Card flush title={t("circuits.title")} description={t("circuits.lead")}>
          <CircuitTable circuits={circuits} />
        </Card>
        <EmergencyContacts {...getEmergency()} />
        <Card flush title={t("dead.title")} description={t("dead.lead")}>
          {letters.items.length > 0 ? (
            <DeadLetterTable letters={letters.items} canAct={isAdmin(viewer)} />
          ) : (
            <EmptyState icon={CircleCheck} title={t("dead.none")} />
          )}
        </Card>
        <Pagination
          isBackToStart
          previous={search.cursor ? address : null}
          next={letters.nextCursor ? `${address}?cursor=${letters.nextCursor}` : null}
        />
      </div>
    </>
  );
}
