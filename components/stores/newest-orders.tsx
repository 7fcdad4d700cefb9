import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { Card } from "@/components/ui/card";
import { OrderTable } from "./order-table";

/** The orders that came last, and the way to all of them. */
export function NewestOrders({ orders, base }: ComponentProps<typeof OrderTable> & { base: string }) {
  const t = useTranslations("stores.dashboard");
  const all = (
    <Link className="link" href={`${base}/orders`}>
      {t("allOrders")}
    </Link>
  );
  return (
    <Card flush title={t("newest")} actions={all}>
      {orders.length > 0 ? <OrderTable orders={orders} /> : <p className="p-5 text-ink-muted">{t("noOrders")}</p>}
    </Card>
  );
}
