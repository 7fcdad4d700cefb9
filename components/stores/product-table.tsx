import { useFormatter, useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";

type Money = { amount: string; currency: string };
/** A product as a list shows it. */
export type ProductItem = {
  id: number;
  externalId: string;
  title: string;
  brand: string | null;
  gtin: string | null;
  availability: string | null;
  languages: string[];
  price: Money;
  salePrice: Money | null;
};

/** Products in a table; cards on phones. */
export function ProductTable({ products }: { products: readonly ProductItem[] }) {
  const t = useTranslations("stores.products");
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <HeaderCell>{t("product")}</HeaderCell>
        <HeaderCell>{t("gtin")}</HeaderCell>
        <HeaderCell>{t("availability")}</HeaderCell>
        <HeaderCell>{t("languages")}</HeaderCell>
        <HeaderCell numeric>{t("price")}</HeaderCell>
      </TableHead>
      <TableBody>
        {products.map(product => (
          <ProductRow key={product.id} product={product} />
        ))}
      </TableBody>
    </Table>
  );
}

function ProductRow({ product }: { product: ProductItem }) {
  const t = useTranslations("stores.products");
  const format = useFormatter();
  const money = ({ amount, currency }: Money) => format.number(Number(amount), { style: "currency", currency });
  return (
    <TableRow>
      <Cell lead label={t("product")}>
        {product.title}
        <span className="block text-sm font-normal text-ink-muted">
          {[product.brand, product.externalId].filter(Boolean).join(" · ")}
        </span>
      </Cell>
      <Cell label={t("gtin")}>
        <span className="font-mono text-sm">{product.gtin ?? "–"}</span>
      </Cell>
      <Cell label={t("availability")}>{product.availability ?? "–"}</Cell>
      <Cell label={t("languages")}>{product.languages.join(", ").toUpperCase()}</Cell>
      <Cell numeric label={t("price")}>
        {product.salePrice ? (
          <span>
            {money(product.salePrice)} <s className="text-sm text-ink-muted">{money(product.price)}</s>
          </span>
        ) : (
          money(product.price)
        )}
      </Cell>
    </TableRow>
  );
}
