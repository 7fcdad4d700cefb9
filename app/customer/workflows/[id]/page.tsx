import { Network } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { TaskTable } from "@/components/customers/own/task-table";
import { WorkflowFacts } from "@/components/customers/own/workflow-facts";
import { WorkflowGraph } from "@/components/customers/own/workflow-graph";
import { Card } from "@/components/ui/card";
import { DownloadLink } from "@/components/ui/download-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { findOwnWorkflow } from "@/lib/customers/queries/find-own-workflow";
import { requireCustomerRight } from "@/lib/customers/queries/require-customer-user";

type Props = { params: Promise<{ id: string }> };

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("customer.workflow"))("title") };
}

/** One workflow: what follows what as a drawing, its tasks as a table, and the whole of it to download. */
export default async function WorkflowPage({ params }: Props) {
  const user = await requireCustomerRight("/customer/workflows", "workflows.read");
  const workflow = await findOwnWorkflow(user, (await params).id);
  const { id, name, zuoraId, parts, exportError, hasExport } = workflow;
  const t = await getTranslations("customer.workflow");
  const eyebrow = (
    <Link href="/customer/workflows" className="link">
      {t("back")}
    </Link>
  );
  const download =
    hasExport && user.may.has("exports.download") ? (
      <DownloadLink href={`/api/v1/customer/workflows/${id}/export`}>{t("download")}</DownloadLink>
    ) : undefined;
  return (
    <>
      <PageHeader title={name} eyebrow={eyebrow} description={t("zuoraId", { id: zuoraId })} actions={download} />
      <div className="grid grid-cols-1 gap-6">
        {exportError ? (
          <Notice tone="warning" title={t("notRead")}>
            {exportError}
          </Notice>
        ) : null}
        <Card flush title={t("graph.title")}>
          {parts.length > 0 ? (
            <WorkflowGraph {...workflow} />
          ) : (
            <EmptyState icon={Network} title={t("graph.none")}>
              {t("graph.noneHelp")}
            </EmptyState>
          )}
        </Card>
        <WorkflowFacts workflow={workflow} />
        {parts.length > 0 ? (
          <Card flush title={t("tasks.title")}>
            <TaskTable {...workflow} />
          </Card>
        ) : null}
      </div>
    </>
  );
}
