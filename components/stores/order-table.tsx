import { useFormatter, useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";

/** An order as a list shows it. */
export type OrderItem = {
  id: number;
  number: string;
  status: string;
  total: { amount: string; currency: string };
  placedAt: Date | null;
  customerName: string;
  shippingCity: string | null;
  shippingCountry: string | null;
  articles: number;
};

const tones = { pending: "warning", processing: "success", cancelled: "neutral" } as const;

/** Orders in a table; cards on phones. */
export function OrderTable({ orders }: { orders: readonly OrderItem[] }) {
  const t = useTranslations("stores.orders");
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <HeaderCell>{t("number")}</HeaderCell>
        <HeaderCell>{t("customer")}</HeaderCell>
        <HeaderCell>{t("placedAt")}</HeaderCell>
        <HeaderCell>{t("status")}</HeaderCell>
        <HeaderCell numeric>{t("articles")}</HeaderCell>
        <HeaderCell numeric>{t("total")}</HeaderCell>
      </TableHead>
      <TableBody>
        {orders.map(order => (
          <OrderRow key={order.id} order={order} />
        ))}
      </TableBody>
    </Table>
  );
}

function OrderRow({ order }: { order: OrderItem }) {
  const t = useTranslations("stores.orders");
  const format = useFormatter();
  return (
    <TableRow>
      <Cell lead label={t("number")}>
        <span className="font-mono text-sm">{order.number}</span>
      </Cell>
      <Cell label={t("customer")}>
        <span>
          {order.customerName}
          <span className="block text-sm text-ink-muted">
            {[order.shippingCity, order.shippingCountry].filter(Boolean).join(", ")}
          </span>
        </span>
      </Cell>
      <Cell label={t("placedAt")}>{order.placedAt ? <Time value={order.placedAt.toISOString()} /> : "–"}</Cell>
      <Cell label={t("status")}>
        <Status tone={tones[order.status as keyof typeof tones] ?? "neutral"}>{t(`statuses.${order.status}`)}</Status>
      </Cell>
      <Cell numeric label={t("articles")}>
        {format.number(order.articles)}
      </Cell>
      <Cell numeric label={t("total")}>
        {format.number(Number(order.total.amount), { style: "currency", currency: order.total.currency })}
      </Cell>
    </TableRow>
  );
}
