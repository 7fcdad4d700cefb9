type Money = { toFixed: (digits: number) => string };
const money = (amount: Money, currency: string) => ({ amount: amount.toFixed(2), currency });

type OrderRow = {
  id: number;
  number: string;
  shipmentNumber: string | null;
  status: string;
  total: Money;
  currency: string;
  placedAt: Date | null;
  customerName: string;
  shippingCity: string | null;
  shippingCountry: string | null;
  _count: { lines: number };
};

/** An order as its shop sees it in a list. */
export function toOrderView({ total, currency, _count, ...order }: OrderRow) {
  return { ...order, total: money(total, currency), articles: _count.lines };
}

type ProductRow = {
  id: number;
  externalId: string;
  price: Money;
  salePrice: Money | null;
  currency: string;
  availability: string | null;
  gtin: string | null;
  brand: string | null;
  texts: { language: string; title: string }[];
};

/** A product as its shop sees it in a list, titled in its language where the feed has it. */
export function toProductView({ price, salePrice, currency, texts, ...product }: ProductRow, language: string) {
  const title = texts.find(text => text.language === language)?.title ?? texts[0]?.title ?? product.externalId;
  const languages = texts.map(text => text.language).sort();
  return {
    ...product,
    title,
    languages,
    price: money(price, currency),
    salePrice: salePrice && money(salePrice, currency),
  };
}
