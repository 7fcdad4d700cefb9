import { useFormatter, useTranslations } from "next-intl";
import { Figure } from "@/components/ui/figure";

type Props = {
  shop: { orders: number; open: number; products: number; revenue: { amount: string; currency: string }[] };
  /** Where the store's pages are. */
  base: string;
};

/** The numbers of a shop: orders, those to be confirmed, products, and the revenue of a month in each currency. */
export function ShopFigures({ shop, base }: Props) {
  const t = useTranslations("stores.dashboard");
  const format = useFormatter();
  const revenue = shop.revenue
    .map(({ amount, currency }) => format.number(Number(amount), { style: "currency", currency }))
    .join(" + ");
  return (
    <dl className="grid grid-cols-2 gap-4 xl:grid-cols-4">
      <Figure label={t("orders")} value={format.number(shop.orders)} href={`${base}/orders`} />
      <Figure label={t("open")} value={format.number(shop.open)} />
      <Figure label={t("products")} value={format.number(shop.products)} href={`${base}/products`} />
      <Figure label={t("revenue")} value={revenue || "–"} />
    </dl>
  );
}
