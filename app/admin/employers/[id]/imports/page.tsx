import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { MemberImportUpload } from "@/components/admin/member-import-upload";
import { MemberImports } from "@/components/admin/member-imports";
import { BackLink } from "@/components/flow/wizard-frame";
import { PageHeader } from "@/components/ui/page-header";
import { findEmployer } from "@/lib/members/queries/employers";
import { listImports } from "@/lib/members/queries/imports";
import { EmployerParams } from "@/lib/members/schema/employer";
import type { TermState } from "@/lib/members/view/employer";
import { toImportItem } from "@/lib/members/view/import";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";

type Props = { params: Promise<{ id: string }> };

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("memberImports"))("title") };
}

const isOpen = ({ state }: { state: TermState }) => state === "active" || state === "coming";

/** Where an admin uploads files of an employer's people, and everybody of the staff sees what came of them. */
export default async function EmployerImportsPage({ params }: Props) {
  const given = await params;
  const canImport = isAdmin(await requireStaff(`/admin/employers/${encodeURIComponent(given.id)}/imports`));
  const { data } = EmployerParams.safeParse(given);
  const employer = data ? await findEmployer(data.id) : null;
  if (!employer) notFound();
  const { id, name, disabledAt, contractList } = employer;
  const imports = (await listImports(id)).map(toImportItem);
  const contracts = contractList
    .filter(one => disabledAt === null && isOpen(one))
    .map(one => ({ id: one.id, plans: one.plans.filter(isOpen).map(({ id, name }) => ({ id, name })) }));
  const t = await getTranslations("memberImports");
  return (
    <>
      <div className="mb-4">
        <BackLink href={`/admin/employers/${id}`} label={name} />
      </div>
      <PageHeader title={t("of", { employer: name })} description={t(canImport ? "lead" : "leadOperator")} />
      <div className="grid gap-6">
        {canImport ? <MemberImportUpload employerId={id} contracts={contracts} /> : null}
        <MemberImports employerId={id} imports={imports} />
      </div>
    </>
  );
}
