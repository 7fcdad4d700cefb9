import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { BulkProgress } from "@/components/admin/bulk-progress";
import { BackLink } from "@/components/flow/wizard-frame";
import { PageHeader } from "@/components/ui/page-header";
import { QueryProvider } from "@/components/ui/query-provider";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { findBulk } from "@/lib/platform/bulk/queries";
import { BulkItemSearch, BulkParams } from "@/lib/platform/bulk/schema";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, unknown>> };

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bulk.job"))("title") };
}

/** One act on many onboardings: how far it is, and what became of each. */
export default async function BulkPage({ params, searchParams }: Props) {
  const given = await params;
  const viewer = await requireStaff(`/admin/bulk/${encodeURIComponent(given.id)}`);
  const { data } = BulkParams.safeParse(given);
  const { state, cursor } = await searchParams;
  const search = BulkItemSearch.catch({ limit: 50 }).parse({ state, cursor });
  const job = data ? await findBulk(viewer, data.id, search) : null;
  if (!job) notFound();
  const t = await getTranslations("bulk.job");
  const by = job.askedBy.name ?? t("person", { id: String(job.askedBy.id) });
  return (
    <>
      <div className="mb-4">
        <BackLink href="/admin/onboardings" label={t("back")} />
      </div>
      <PageHeader
        title={t(`titles.${job.action}`, { count: job.total })}
        description={[t("askedBy", { by }), job.reason].filter(Boolean).join(" · ")}
      />
      <QueryProvider>
        <BulkProgress initial={job} search={{ state: search.state, cursor: search.cursor }} canAct={isAdmin(viewer)} />
      </QueryProvider>
    </>
  );
}
