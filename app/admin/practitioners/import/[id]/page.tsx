import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { CallingFile } from "@/components/admin/calling-file";
import { CallingProgress } from "@/components/admin/calling-progress";
import { CallingRows } from "@/components/admin/calling-rows";
import { PageHeader } from "@/components/ui/page-header";
import { QueryProvider } from "@/components/ui/query-provider";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { findCallingImport } from "@/lib/practitioners/queries/calling-imports";
import { ImportParams } from "@/lib/practitioners/schema/calling";
import { toCallingImportView } from "@/lib/practitioners/view/calling-import";

const address = "/admin/practitioners/import";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("calling"))("title") };
}

/** One file of calling data: what is in it, how far its import is, and what came of it. */
export default async function CallingImportPage({ params }: { params: Promise<{ id: string }> }) {
  const given = await params;
  const canImport = isAdmin(await requireStaff(`${address}/${given.id}`));
  const { data } = ImportParams.safeParse(given);
  const found = data ? await findCallingImport(data.id) : null;
  if (!found) notFound();
  const view = await toCallingImportView(found, canImport);
  const t = await getTranslations("calling");
  return (
    <>
      <Link href={address} className="link inline-block py-1">
        {t("back")}
      </Link>
      <PageHeader title={t("import", { id: view.id })} />
      <div className="grid gap-6">
        <QueryProvider>
          <CallingProgress initial={view} canImport={canImport} />
        </QueryProvider>
        {view.state === "done" ? null : <CallingRows {...view} />}
        <CallingFile {...view} />
      </div>
    </>
  );
}
