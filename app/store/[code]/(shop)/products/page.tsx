import { Package } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { type ListSearch, readPlace } from "@/app/read-place";
import { MissingQuestion } from "@/components/stores/missing-question";
import { ProductTable } from "@/components/stores/product-table";
import { RefreshPanel } from "@/components/stores/refresh-panel";
import { DownloadLink } from "@/components/ui/download-link";
import { ListCard } from "@/components/ui/list-card";
import { PageHeader } from "@/components/ui/page-header";
import { findLastRefresh, findMissingQuestion } from "@/lib/stores/queries/products";
import { requireOpenStore } from "@/lib/stores/queries/require-store";
import { listProducts } from "@/lib/stores/queries/shop";
import { decideMissing, refreshNow } from "./actions";

type Props = { params: Promise<{ code: string }>; searchParams: ListSearch };

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("stores.products"))("title") };
}

/** Products of the shop. */
export default async function ProductsPage({ params, searchParams }: Props) {
  const store = await requireOpenStore((await params).code);
  const { cursor, waysTo } = await readPlace(`/store/${store.code}/products`, searchParams);
  const [{ items, next }, refresh, missing] = await Promise.all([
    listProducts(store.id, cursor),
    findLastRefresh(store.id),
    findMissingQuestion(store.id),
  ]);
  const t = await getTranslations("stores.products");
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("lead")}
        actions={<DownloadLink href="/api/v1/store/products/export">{t("export")}</DownloadLink>}
      />
      <div className="mb-6 grid gap-6 empty:hidden">
        {missing ? <MissingQuestion question={missing} answer={decideMissing} /> : null}
        {refresh ? <RefreshPanel view={refresh} refresh={refreshNow} base={`/store/${store.code}`} /> : null}
      </div>
      <ListCard
        isEmpty={items.length === 0}
        empty={{ icon: Package, title: t("none"), help: t("noneHelp") }}
        ways={waysTo(next)}
      >
        <ProductTable products={items} />
      </ListCard>
    </>
  );
}
