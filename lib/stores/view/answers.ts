import { z } from "zod";
import { deliveryMethods } from "../schema/choices";

const version = { version: z.int() };
const text = z.string().nullable();

/** What is known of the merchant profile. */
export const ProfileView = z.object({
  ...version,
  merchantName: text,
  brandName: text,
  description: text,
  contactEmail: text,
  contactPhone: text,
  website: text,
  businessAddress: text,
  taxNumber: text,
  defaultLanguage: text,
  dashboardLanguage: text,
});
export type ProfileView = z.infer<typeof ProfileView>;

/** What may be told of the Letzshop key: never the key. */
export const LetzshopView = z.object({
  ...version,
  shopSlug: text,
  shopName: text,
  lastFour: text,
  testedAt: z.iso.datetime().nullable(),
  brokenAt: z.iso.datetime().nullable(),
});
export type LetzshopView = z.infer<typeof LetzshopView>;

/** What is known of the product feed. */
export const ProductImportView = z.object({
  ...version,
  csvUrlFr: text,
  csvUrlEn: text,
  csvUrlDe: text,
  defaultTaxRate: z.int(),
  deliveryMethod: z.enum(deliveryMethods),
  preorderDays: z.int(),
});
export type ProductImportView = z.infer<typeof ProductImportView>;

/** What a test of a key tells: the shop's name, or one of six classes. `retryAfter` in seconds. */
export const KeyTestView = z.object({
  ok: z.boolean(),
  class: z.enum(["wrong_address", "auth", "permission", "rate_limit", "unreachable", "unexpected"]).nullable(),
  shopSlug: z.string(),
  responseTimeMs: z.int(),
  shopName: z.string().optional(),
  vendorName: z.string().optional(),
  vendorId: z.string().optional(),
  retryAfter: z.number().nullable().optional(),
});
export type KeyTestView = z.infer<typeof KeyTestView>;

type Letzshop = { shopSlug: string; shopName: string; lastFour: string; testedAt: Date; brokenAt: Date | null };

/** The Letzshop key as it may be shown; null where there is none yet. */
export const toLetzshopView = (saved: Letzshop | null, version: number): LetzshopView => ({
  version,
  shopSlug: saved?.shopSlug ?? null,
  shopName: saved?.shopName ?? null,
  lastFour: saved?.lastFour ?? null,
  testedAt: saved?.testedAt.toISOString() ?? null,
  brokenAt: saved?.brokenAt?.toISOString() ?? null,
});
