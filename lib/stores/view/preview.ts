import { z } from "zod";
import { type FeedField, feedFields } from "../client/feed/header";
import type { FeedProduct } from "../client/feed/product";
import { feedLanguages } from "../schema";

const Field = z.enum(feedFields as [FeedField, ...FeedField[]]);
const Money = z.object({ amount: z.string(), currency: z.string() });
const text = z.string().nullable();
const Problem = z.object({ line: z.int(), field: z.string(), code: z.string(), message: z.string() });

/** A product as an import would write it; null where the feed is silent and the shop's own default counts. */
const PreviewProduct = z.object({
  line: z.int(),
  id: z.string(),
  title: z.string(),
  description: text,
  price: Money,
  salePrice: Money.nullable(),
  availability: text,
  gtin: text,
  brand: text,
  productType: text,
  itemGroupId: text,
  link: text,
  imageLink: text,
  quantity: z.int().nullable(),
  taxRate: z.number().nullable(),
  deliveryMethod: text,
  preorderDays: z.int().nullable(),
});

/** What a feed holds, read from end to end, with nothing saved. `good`, `bad` and `repeated` rows are together all `rows`. */
export const PreviewView = z.object({
  language: z.enum(feedLanguages),
  encoding: z.enum(["utf-8", "utf-16le", "utf-16be", "windows-1252"]),
  delimiter: z.enum(["tab", "comma", "semicolon"]),
  rows: z.int(),
  good: z.int(),
  bad: z.int(),
  repeated: z.int(),
  /** The feed's columns as it names them, and what of ours each fills; null for an ignored one. */
  columns: z.array(z.object({ name: z.string(), field: Field.nullable() })),
  /** Fields of ours that no column fills. */
  unfilled: z.array(Field),
  products: z.array(PreviewProduct),
  /** The first hundred of each kind; the counts tell how many there are. */
  errors: z.array(Problem),
  errorCount: z.int(),
  warnings: z.array(Problem),
  warningCount: z.int(),
  suggestions: z.array(z.object({ code: z.string(), message: z.string() })),
});
export type PreviewView = z.infer<typeof PreviewView>;

/** A product of a feed as a preview shows it. */
export function toPreviewProduct(product: FeedProduct): PreviewView["products"][number] {
  const { line, id, title, description, price, salePrice, availability, gtin, brand, productType } = product;
  const { itemGroupId, link, imageLink, quantity, taxRate, deliveryMethod, preorderDays } = product;
  return {
    ...{ line, id, title, description, price, salePrice, availability, gtin, brand, productType },
    ...{ itemGroupId, link, imageLink, quantity, taxRate, deliveryMethod, preorderDays },
  };
}
