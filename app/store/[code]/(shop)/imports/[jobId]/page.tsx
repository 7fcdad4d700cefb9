import { PackageCheck } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { BackLink } from "@/components/flow/wizard-frame";
import { IssueDownload, IssueList } from "@/components/stores/issue-list";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { findIssues } from "@/lib/stores/queries/issues";
import { requireOpenStore } from "@/lib/stores/queries/require-store";
import { JobParams } from "@/lib/stores/schema";

type Props = { params: Promise<{ code: string; jobId: string }> };

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("stores.issues"))("title") };
}

/** What an import or a refresh found wrong with rows. */
export default async function IssuesPage({ params }: Props) {
  const { code, jobId } = await params;
  const store = await requireOpenStore(code);
  const asked = JobParams.safeParse({ jobId });
  const view = asked.success ? await findIssues(store.id, asked.data.jobId) : null;
  if (!view) notFound();
  const t = await getTranslations("stores.issues");
  return (
    <>
      <div className="mb-4">
        <BackLink href={`/store/${store.code}/dashboard`} label={t("back")} />
      </div>
      <PageHeader
        title={t("title")}
        description={t.rich("lead", { when: () => <Time value={view.startedAt} /> })}
        actions={view.parts.length > 0 ? <IssueDownload jobId={view.jobId} /> : undefined}
      />
      <div className="grid gap-6">
        {view.parts.length > 0 ? (
          <IssueList view={view} />
        ) : (
          <Card flush>
            <EmptyState icon={PackageCheck} title={t("none")}>
              {t("noneHelp")}
            </EmptyState>
          </Card>
        )}
      </div>
    </>
  );
}
