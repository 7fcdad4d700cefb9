import type { Metadata } from "next";
import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { Figure } from "@/components/stores/figure";
import { ImportSummary } from "@/components/stores/import-summary";
import { KeyNotice } from "@/components/stores/key-notice";
import { MissingQuestion } from "@/components/stores/missing-question";
import { OrderTable } from "@/components/stores/order-table";
import { RunChanges } from "@/components/stores/run-changes";
import { StoreSkipped } from "@/components/stores/store-skipped";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { findLastChanges } from "@/lib/stores/queries/changes";
import { findLastImport } from "@/lib/stores/queries/onboarding";
import { findMissingQuestion } from "@/lib/stores/queries/products";
import { requireOpenStore } from "@/lib/stores/queries/require-store";
import { getDashboard } from "@/lib/stores/queries/shop";
import { decideMissing } from "../products/actions";
import { importAgain } from "./actions";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("stores.dashboard"))("title") };
}

/** What arrived: orders, products, revenue, the newest orders, and how the import went. */
export default async function DashboardPage({ params }: { params: Promise<{ code: string }> }) {
  const store = await requireOpenStore((await params).code);
  const [{ letzshop, ...shop }, lastImport, missing, changes] = await Promise.all([
    getDashboard(store.id),
    findLastImport(store.id),
    findMissingQuestion(store.id),
    findLastChanges(store.id),
  ]);
  const t = await getTranslations("stores.dashboard");
  const format = await getFormatter();
  const base = `/store/${store.code}`;
  const revenue = shop.revenue
    .map(({ amount, currency }) => format.number(Number(amount), { style: "currency", currency }))
    .join(" + ");
  return (
    <>
      <PageHeader
        eyebrow={store.code}
        title={t("welcome", { name: store.name })}
        description={letzshop.shopName && !letzshop.problem ? t("connected", { shop: letzshop.shopName }) : undefined}
      />
      <div className="grid gap-6">
        <dl className="grid grid-cols-2 gap-4 xl:grid-cols-4">
          <Figure label={t("orders")} value={format.number(shop.orders)} href={`${base}/orders`} />
          <Figure label={t("open")} value={format.number(shop.open)} />
          <Figure label={t("products")} value={format.number(shop.products)} href={`${base}/products`} />
          <Figure label={t("revenue")} value={revenue || "–"} />
        </dl>
        <StoreSkipped status={store.status} wizard={`${base}/onboarding`} />
        <KeyNotice letzshop={letzshop} href={`${base}/settings/letzshop`} />
        {missing ? <MissingQuestion question={missing} answer={decideMissing} /> : null}
        {lastImport ? <ImportSummary view={lastImport} again={importAgain} /> : null}
        {changes ? <RunChanges view={changes} /> : null}
        <Card
          flush
          title={t("newest")}
          actions={
            <Link className="link" href={`${base}/orders`}>
              {t("allOrders")}
            </Link>
          }
        >
          {shop.newest.length > 0 ? (
            <OrderTable orders={shop.newest} />
          ) : (
            <p className="p-5 text-ink-muted">{t("noOrders")}</p>
          )}
        </Card>
      </div>
    </>
  );
}
