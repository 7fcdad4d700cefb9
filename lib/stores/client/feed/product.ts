import { type Money, readMoney } from "@/lib/platform/money";
import { isGtin } from "../gtin";
import { type FeedColumns, isWhole } from "./header";
import { type FeedIssue, RowReader } from "./row-reader";

/** One product of a feed as we read it; `line` is where it stands. */
export type FeedProduct = {
  line: number;
  id: string;
  title: string;
  description: string | null;
  price: Money;
  salePrice: Money | null;
  availability: string | null;
  gtin: string | null;
  brand: string | null;
  productType: string | null;
  itemGroupId: string | null;
  link: string | null;
  imageLink: string | null;
  quantity: number | null;
  taxRate: number | null;
  preorderDays: number | null;
  deliveryMethod: string | null;
};

/** A row that was read: with `errors` it is refused, `warnings` only say what was left out or shortened. */
export type RowReading = { product: FeedProduct | null; errors: FeedIssue[]; warnings: FeedIssue[] };

/** The most characters of an id. */
export const idChars = 255;
const titleChars = 500;
const descriptionChars = 10_000;
const otherChars = 750;
const deliveryMethods = new Set(["nationwide", "package_delivery", "self_collect"]);

/** Reads one row by its columns; never throws, whatever the row holds. */
export function readProduct(row: { line: number; fields: readonly string[] }, columns: FeedColumns): RowReading {
  const reader = new RowReader(row, columns);
  if (!isWhole(row.fields, columns)) {
    reader.refuse("", "ragged_row", `The line has ${row.fields.length} fields, the header has ${columns.width}.`);
    return { product: null, ...reader.issues() };
  }
  const id = reader.required("id", idChars);
  const title = reader.required("title", titleChars);
  const price = readPrice(reader);
  const rest = readRest(reader, row.line);
  const product = price ? { id, title, price, salePrice: readSalePrice(reader, price), ...rest } : null;
  const issues = reader.issues();
  return { product: issues.errors.length > 0 ? null : product, ...issues };
}

function readPrice(reader: RowReader): Money | null {
  const text = reader.required("price", otherChars);
  const price = text === "" ? null : readMoney(text);
  if (text !== "" && !price) reader.refuse("price", "invalid_price", "This is not a price.");
  return price;
}

function readSalePrice(reader: RowReader, price: Money): Money | null {
  const text = reader.text("sale_price", otherChars);
  if (text === null) return null;
  const sale = readMoney(text, price.currency);
  if (sale && sale.currency === price.currency && Number(sale.amount) < Number(price.amount)) return sale;
  reader.warn(
    "sale_price",
    sale ? "not_lower" : "invalid_price",
    "The sale price is left out: it is no price below the price.",
  );
  return null;
}

function readRest(reader: RowReader, line: number): Omit<FeedProduct, "id" | "title" | "price" | "salePrice"> {
  const text = (column: string) => reader.text(column, otherChars);
  return {
    line,
    description: reader.text("description", descriptionChars),
    availability: text("availability")?.toLowerCase().replace(/\s+/g, "_") ?? null,
    gtin: readGtin(reader),
    brand: text("brand"),
    productType: text("product_type"),
    itemGroupId: reader.text("item_group_id", idChars),
    link: reader.link("link"),
    imageLink: reader.link("image_link"),
    quantity: reader.number("atalanda:quantity", 1_000_000_000, 0) ?? reader.number("quantity", 1_000_000_000, 0),
    taxRate: reader.number("atalanda:tax_rate", 100, 2),
    preorderDays: reader.number("atalanda:preorder_days", 3650, 0),
    deliveryMethod: readDeliveryMethod(reader),
  };
}

function readGtin(reader: RowReader): string | null {
  const text = reader.text("gtin", otherChars)?.replace(/[\s-]/g, "") ?? null;
  if (text === null || isGtin(text)) return text;
  reader.warn("gtin", "invalid_gtin", "The GTIN is left out: its check digit or length is wrong.");
  return null;
}

function readDeliveryMethod(reader: RowReader): string | null {
  const method = reader.text("atalanda:delivery_method", otherChars);
  if (method === null || deliveryMethods.has(method)) return method;
  reader.warn(
    "atalanda:delivery_method",
    "unknown_value",
    "The delivery method is left out: it is not one of the known ones.",
  );
  return null;
}
