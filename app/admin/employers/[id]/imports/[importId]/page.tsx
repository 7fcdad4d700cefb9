import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { MemberImportColumns } from "@/components/admin/member-import-columns";
import { MemberImportEdit } from "@/components/admin/member-import-edit";
import { MemberImportPreview } from "@/components/admin/member-import-preview";
import { MemberImportProgress } from "@/components/admin/member-import-progress";
import { BackLink } from "@/components/flow/wizard-frame";
import { PageHeader } from "@/components/ui/page-header";
import { QueryProvider } from "@/components/ui/query-provider";
import { ImportParams } from "@/lib/members/schema/import";
import { findImportView } from "@/lib/members/view/shown-import";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";

type Props = { params: Promise<{ id: string; importId: string }> };

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("memberImports"))("title") };
}

/** One file of an employer's people: how it is understood, how far its import is, and what came of it. */
export default async function EmployerImportPage({ params }: Props) {
  const given = await params;
  const list = `/admin/employers/${encodeURIComponent(given.id)}/imports`;
  const canImport = isAdmin(await requireStaff(`${list}/${encodeURIComponent(given.importId)}`));
  const { data } = ImportParams.safeParse(given);
  const view = data ? await findImportView(data, canImport) : null;
  if (!view) notFound();
  const { id, fileName, act, plan, parentSubscriptionId, preview } = view;
  const t = await getTranslations("memberImports");
  const what = plan ? t("withPlan", { act: t(`acts.${act}`), plan: plan.name }) : t(`acts.${act}`);
  const address = `/api/v1${list}/${id}`;
  return (
    <>
      <div className="mb-4">
        <BackLink href={list} label={t("back")} />
      </div>
      <PageHeader title={t("import", { id })} description={[fileName, what, parentSubscriptionId].join(" · ")} />
      <MemberImportEdit>
        <div className="grid gap-6">
          <QueryProvider>
            <MemberImportProgress address={address} initial={view} canImport={canImport} />
          </QueryProvider>
          {preview ? (
            <>
              <MemberImportColumns
                key={preview.columns.map(({ field }) => field).join()}
                address={canImport ? address : null}
                columns={preview.columns}
              />
              <MemberImportPreview act={act} preview={preview} />
            </>
          ) : null}
        </div>
      </MemberImportEdit>
    </>
  );
}
