import { Receipt } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DownloadLink } from "@/components/stores/download-link";
import { OrderTable } from "@/components/stores/order-table";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { requireOpenStore } from "@/lib/stores/queries/require-store";
import { listOrders } from "@/lib/stores/queries/shop";

type Props = { params: Promise<{ code: string }>; searchParams: Promise<{ after?: string | string[] }> };

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("stores.orders"))("title") };
}

/** Orders of the shop, newest first. */
export default async function OrdersPage({ params, searchParams }: Props) {
  const store = await requireOpenStore((await params).code);
  const { after } = await searchParams;
  const cursor = typeof after === "string" ? after : undefined;
  const { items, next } = await listOrders(store.id, cursor);
  const t = await getTranslations("stores.orders");
  const here = `/store/${store.code}/orders`;
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
      <Card flush>
        {items.length > 0 ? (
          <OrderTable orders={items} />
        ) : (
          <EmptyState icon={Receipt} title={t("none")}>
            {t("noneHelp")}
          </EmptyState>
        )}
      </Card>
      <div className="mt-6">
        <Pagination previous={cursor ? here : null} next={next ? `${here}?after=${encodeURIComponent(next)}` : null} />
      </div>
    </>
  );
}
