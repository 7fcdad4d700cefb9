import { FlaskConical } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AddFault, EndFaults } from "@/components/admin/sandbox-acts";
import { SandboxFaults } from "@/components/admin/sandbox-faults";
import { SandboxOutages } from "@/components/admin/sandbox-outages";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { findSandbox } from "@/lib/platform/sandbox/queries";
import { end, set } from "./actions";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sandbox"))("title") };
}

/** How the stand-ins of other people's systems misbehave, in demo and test; in production the page is not there. */
export default async function SandboxPage() {
  const viewer = await requireStaff("/admin/sandbox");
  const sandbox = await findSandbox();
  if (!sandbox) notFound();
  const t = await getTranslations("sandbox");
  const { isThere, upstreams, faults } = sandbox;
  const acts = isAdmin(viewer) && isThere ? { set, end } : null;
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("lead")}
        actions={acts ? <AddFault upstreams={upstreams} set={set} /> : undefined}
      />
      <div className="grid gap-6">
        {isThere ? null : (
          <Notice tone="warning" title={t("away")}>
            {t("awayHelp")}
          </Notice>
        )}
        <Card title={t("outages.title")} description={t("outages.lead")}>
          <SandboxOutages upstreams={upstreams} faults={faults} acts={acts} />
        </Card>
        <Card
          flush
          title={t("faults.title")}
          description={t("faults.lead")}
          actions={acts && faults.length > 0 ? <EndFaults end={end} /> : undefined}
        >
          {faults.length > 0 ? (
            <SandboxFaults faults={faults} />
          ) : (
            <EmptyState icon={FlaskConical} title={t("faults.none")}>
              {t("faults.noneHelp")}
            </EmptyState>
          )}
        </Card>
      </div>
    </>
  );
}
