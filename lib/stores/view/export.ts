import { feedLanguages } from "../schema";

type Cell = string | number | Date | { toFixed: (digits: number) => string } | null;

function toCell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  return value instanceof Date ? value.toISOString() : value.toFixed(2);
}

type Money = { toFixed: (digits: number) => string };
type Product = {
  externalId: string;
  price: Money;
  salePrice: Money | null;
  currency: string;
  availability: string | null;
  quantity: number | null;
  gtin: string | null;
  brand: string | null;
  productType: string | null;
  itemGroupId: string | null;
  link: string | null;
  imageLink: string | null;
  taxRate: Money;
  deliveryMethod: string;
  preorderDays: number;
  texts: { language: string; title: string; description: string | null }[];
};

// As in a feed, where a feed has it.
const productCells: Record<string, (product: Product) => Cell> = {
  price: product => product.price,
  sale_price: product => product.salePrice,
  currency: product => product.currency,
  availability: product => product.availability,
  quantity: product => product.quantity,
  gtin: product => product.gtin,
  brand: product => product.brand,
  product_type: product => product.productType,
  item_group_id: product => product.itemGroupId,
  link: product => product.link,
  image_link: product => product.imageLink,
  tax_rate: product => product.taxRate,
  delivery_method: product => product.deliveryMethod,
  preorder_days: product => product.preorderDays,
};

/** The columns of exported products. */
export const productColumns: string[] = [
  "id",
  ...feedLanguages.flatMap(language => [`title_${language}`, `description_${language}`]),
  ...Object.keys(productCells),
];

/** A product as a line of its export. */
export function toProductLine(product: Product): string[] {
  const texts = feedLanguages.flatMap(language => {
    const text = product.texts.find(one => one.language === language);
    return [text?.title ?? "", text?.description ?? ""];
  });
  return [product.externalId, ...texts, ...Object.values(productCells).map(cell => toCell(cell(product)))];
}

type Order = {
  number: string;
  shipmentNumber: string | null;
  status: string;
  placedAt: Date | null;
  customerName: string;
  customerEmail: string | null;
  shippingCity: string | null;
  shippingCountry: string | null;
  total: Money;
  currency: string;
  lines: { title: string; quantity: number }[];
};

const orderCells: Record<string, (order: Order) => Cell> = {
  order: order => order.number,
  shipment: order => order.shipmentNumber,
  status: order => order.status,
  placed_at: order => order.placedAt,
  customer: order => order.customerName,
  email: order => order.customerEmail,
  city: order => order.shippingCity,
  country: order => order.shippingCountry,
  total: order => order.total,
  currency: order => order.currency,
  articles: order => order.lines.map(({ quantity, title }) => `${quantity} × ${title}`).join("; "),
};

/** The columns of exported orders. */
export const orderColumns: string[] = Object.keys(orderCells);

/** An order as a line of its export. */
export const toOrderLine = (order: Order): string[] => Object.values(orderCells).map(cell => toCell(cell(order)));
