import { jsonReply, type SandboxReply, type SandboxUpstream } from "@/lib/platform/sandbox/upstream";
import { type CatalogueProduct, decimal, productAt } from "./catalogue";
import type { Words } from "./words";

const feedPath = /^\/(fr|en|de)\.csv$/;
const defaultRows = 5_000;
const maxRows = 2_000_000;
const rowsPerChunk = 250;
const columns = [
  "id",
  "title",
  "description",
  "link",
  "image_link",
  "availability",
  "price",
  "sale_price",
  "brand",
  "gtin",
  "product_type",
  "item_group_id",
  "size",
  "identifier_exists",
  "atalanda:tax_rate",
  "atalanda:quantity",
  "atalanda:delivery_method",
];

/** The product feeds at `/feeds/{fr|en|de}.csv?rows=5000`: tab-separated, streamed, the same products in three languages; "moved_total" loses half of them. */
export const feedsSandbox: SandboxUpstream = {
  name: "feeds",
  prefix: "/feeds",
  operation: call => feedPath.exec(call.path)?.[1] ?? "unknown",
  refuse: status => ({ status, headers: { "content-type": "text/plain" }, body: `Error ${status}\n` }),
  acts: ["malformed", "empty", "duplicates", "endless", "moved_total", "drift"],
  handle: call => {
    const language = feedPath.exec(call.path)?.[1] as keyof Words | undefined;
    if (!language || call.method !== "GET") return jsonReply(404, { error: "not_found" });
    const asked = requestedRows(call.url.searchParams.get("rows"));
    const rows = call.fault === "endless" ? Infinity : call.fault === "moved_total" ? Math.floor(asked / 2) : asked;
    return feedReply(feedChunks(language, { rows, fault: call.fault }));
  },
};

function requestedRows(text: string | null): number {
  if (text === null || !/^\d{1,7}$/.test(text)) return defaultRows;
  return Math.min(Number(text), maxRows);
}

function feedReply(body: Iterable<string>): SandboxReply {
  return { status: 200, headers: { "content-type": "text/csv; charset=utf-8" }, body };
}

function* feedChunks(language: keyof Words, options: { rows: number; fault: string | null }): Iterable<string> {
  const { rows, fault } = options;
  if (fault === "empty") return;
  const header = fault === "drift" ? columns.map(column => (column === "price" ? "amount" : column)) : columns;
  let chunk = `${header.join("\t")}\n`;
  for (let number = 0; number < rows; number += 1) {
    const row = rowOf(productAt(number), language);
    chunk += fault === "malformed" && number === 10 ? `EDG-X\t"never closed\t1.00\n` : row;
    if (fault === "duplicates") chunk += row;
    if (number % rowsPerChunk === rowsPerChunk - 1) {
      yield chunk;
      chunk = "";
    }
  }
  if (chunk !== "") yield chunk;
}

function rowOf(product: CatalogueProduct, language: keyof Words): string {
  const fields = [
    product.id,
    product.title[language],
    product.description[language],
    `https://shop.example.lu/${language}/p/${product.id.toLowerCase()}`,
    `https://shop.example.lu/images/${product.groupId.toLowerCase()}.jpg`,
    product.quantity > 0 ? "in stock" : "out of stock",
    `${decimal(product.priceCents)} EUR`,
    product.salePriceCents === null ? "" : `${decimal(product.salePriceCents)} EUR`,
    product.brand,
    product.gtin,
    product.type[language],
    product.groupId,
    product.size,
    "yes",
    "17",
    String(product.quantity),
    "package_delivery",
  ];
  return `${fields.join("\t")}\n`;
}
