import { Store } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StoreTable } from "@/components/admin/store-table";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { listBadges } from "@/lib/readiness";
import { listStores } from "@/lib/stores/queries/admin";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.stores"))("title") };
}

/** Every store with its progress, newest first. */
export default async function StoresPage({ searchParams }: { searchParams: Promise<{ after?: string | string[] }> }) {
  const reader = await requireStaff("/admin/stores");
  const { after } = await searchParams;
  const cursor = typeof after === "string" ? after : undefined;
  const { items, nextCursor } = await listStores(reader, cursor);
  const badges = await listBadges(
    reader,
    "store",
    items.map(one => one.id),
  );
  const t = await getTranslations("admin.stores");
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      <Card flush>
        {items.length > 0 ? (
          <StoreTable stores={items} badges={badges} canAct={isAdmin(reader)} />
        ) : (
          <EmptyState icon={Store} title={t("none")}>
            {t("noneHelp")}
          </EmptyState>
        )}
      </Card>
      <div className="mt-6">
        <Pagination
          isBackToStart
          previous={cursor ? "/admin/stores" : null}
          next={nextCursor ? `/admin/stores?after=${nextCursor}` : null}
        />
      </div>
    </>
  );
}
