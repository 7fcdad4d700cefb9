import type { Metadata } from "next";
import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { StoreTable } from "@/components/admin/store-table";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireStaff } from "@/lib/platform/auth/current";
import { countStores, listStores } from "@/lib/stores/queries/admin";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("title") };
}

/** How many onboardings are where, and the newest stores. */
export default async function AdminPage() {
  const reader = await requireStaff();
  const [counts, newest] = await Promise.all([countStores(), listStores(reader)]);
  const t = await getTranslations("admin");
  const format = await getFormatter();
  return (
    <>
      <PageHeader title={t("overview.title")} description={t("overview.lead")} />
      <div className="grid gap-6">
        <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
          {counts.map(({ status, count }) => (
            <div key={status} className="grid gap-2 rounded-md border border-line bg-surface p-4">
              <dt className="text-sm text-ink-muted">{t(`overview.statuses.${status}`)}</dt>
              <dd className="text-2xl font-semibold tabular-nums">{format.number(count)}</dd>
            </div>
          ))}
        </dl>
        <Card
          flush
          title={t("overview.newest")}
          actions={
            <Link className="link" href="/admin/stores">
              {t("overview.all")}
            </Link>
          }
        >
          {newest.items.length > 0 ? (
            <StoreTable stores={newest.items.slice(0, 8)} />
          ) : (
            <p className="p-5 text-ink-muted">{t("stores.none")}</p>
          )}
        </Card>
      </div>
    </>
  );
}
