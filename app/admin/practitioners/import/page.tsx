import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CallingImports } from "@/components/admin/calling-imports";
import { CallingUpload } from "@/components/admin/calling-upload";
import { PageHeader } from "@/components/ui/page-header";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { listCallingImports } from "@/lib/practitioners/queries/calling-imports";
import { toCallingImportView } from "@/lib/practitioners/view/calling-import";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("calling"))("title") };
}

/** Where an admin uploads files of calling data, and everybody of the staff sees what came of them. */
export default async function CallingImportsPage() {
  const canImport = isAdmin(await requireStaff("/admin/practitioners/import"));
  const imports = await Promise.all((await listCallingImports()).map(one => toCallingImportView(one, canImport)));
  const t = await getTranslations("calling");
  return (
    <>
      <PageHeader title={t("title")} description={t(canImport ? "lead" : "leadOperator")} />
      <div className="grid gap-6">
        {canImport ? <CallingUpload /> : null}
        <CallingImports imports={imports} />
      </div>
    </>
  );
}
