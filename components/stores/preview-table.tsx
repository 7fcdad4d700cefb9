import { useFormatter, useTranslations } from "next-intl";
import type { PreviewView } from "@/lib/stores/view/preview";

type Product = PreviewView["products"][number];

/** The first products of a feed, in a table that scrolls in its own box. */
export function PreviewTable({ products }: { products: readonly Product[] }) {
  const t = useTranslations("stores.productImport.preview");
  const format = useFormatter();
  const money = ({ amount, currency }: Product["price"]) =>
    format.number(Number(amount), { style: "currency", currency });
  const columns = ["id", "title", "price", "availability", "brand", "gtin"] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section aria-label={t("table")} tabIndex={0} className="overflow-x-auto rounded-md border border-line">
      <table className="w-full border-collapse text-left text-sm tabular-nums">
        <caption className="sr-only">{t("table")}</caption>
        <thead className="border-b border-line bg-sunken">
          <tr>
            {columns.map(column => (
              <th
                key={column}
                scope="col"
                className={`px-3 py-2 font-medium whitespace-nowrap text-ink-muted ${column === "price" ? "text-right" : ""}`}
              >
                {t(`fields.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {products.map(product => (
            <tr key={product.line}>
              <td className="px-3 py-2 font-mono whitespace-nowrap">{product.id}</td>
              <td className="min-w-48 px-3 py-2">{product.title}</td>
              <td className="px-3 py-2 text-right whitespace-nowrap">
                {product.salePrice ? (
                  <>
                    {money(product.salePrice)} <s className="text-ink-muted">{money(product.price)}</s>
                  </>
                ) : (
                  money(product.price)
                )}
              </td>
              <td className="px-3 py-2 whitespace-nowrap">{product.availability ?? "–"}</td>
              <td className="px-3 py-2 whitespace-nowrap">{product.brand ?? "–"}</td>
              <td className="px-3 py-2 font-mono whitespace-nowrap">{product.gtin ?? "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
