import { Receipt } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { type ListSearch, readPlace } from "@/app/read-place";
import { OrderTable } from "@/components/stores/order-table";
import { DownloadLink } from "@/components/ui/download-link";
import { LinkButton } from "@/components/ui/link-button";
import { ListCard } from "@/components/ui/list-card";
import { PageHeader } from "@/components/ui/page-header";
import { requireOpenStore } from "@/lib/stores/queries/require-store";
import { listOrders } from "@/lib/stores/queries/shop";

type Props = { params: Promise<{ code: string }>; searchParams: ListSearch };

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("stores.orders"))("title") };
}

/** Orders of the shop, newest first. */
export default async function OrdersPage({ params, searchParams }: Props) {
  const store = await requireOpenStore((await params).code);
  const here = `/store/${store.code}/orders`;
  const { cursor, waysTo } = await readPlace(here, searchParams);
  const { items, next } = await listOrders(store.id, cursor);
  const t = await getTranslations("stores.orders");
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("lead")}
        actions={
          <>
            <LinkButton href={`${here}/unmatched`} variant="secondary">
              {t("unmatched")}
            </LinkButton>
            <DownloadLink href="/api/v1/store/orders/export">{t("export")}</DownloadLink>
          </>
        }
      />
      <ListCard
        isEmpty={items.length === 0}
        empty={{ icon: Receipt, title: t("none"), help: t("noneHelp") }}
        ways={waysTo(next)}
      >
        <OrderTable orders={items} />
      </ListCard>
    </>
  );
}
