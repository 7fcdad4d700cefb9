import { z } from "zod";
import { deliveryMethods } from "../schema/choices";

const KeyFault = z.enum(["auth", "permission", "unreadable"]);

/** Since when and why a stored key is of no use: refused (`auth`), without the right to read orders (`permission`), or we can no longer open it (`unreadable`). */
export const KeyProblem = z.object({ at: z.iso.datetime(), class: KeyFault });

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
const KeyView = z.object({
  shopSlug: text,
  shopName: text,
  lastFour: text,
  testedAt: z.iso.datetime().nullable(),
  brokenAt: z.iso.datetime().nullable(),
  problem: KeyProblem.nullable(),
  /** What is left of a deleted key, for thirty days. */
  deleted: z.object({ lastFour: z.string(), shopName: z.string(), at: z.iso.datetime() }).nullable(),
});
export type KeyView = z.infer<typeof KeyView>;

/** What may be told of the Letzshop key, with the version of its step. */
export const LetzshopView = KeyView.extend(version);
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

const Check = z.enum(["ok", "failed", "not_tried"]);

/** What a test of a key tells: the shop's name, or one of six classes, and how far it came. `retryAfter` in seconds. */
export const KeyTestView = z.object({
  ok: z.boolean(),
  class: z.enum(["wrong_address", "auth", "permission", "rate_limit", "unreachable", "unexpected"]).nullable(),
  shopSlug: z.string(),
  responseTimeMs: z.int(),
  checks: z.object({ addressAnswers: Check, keyAccepted: Check, mayReadShipments: Check, shopFound: Check }),
  shopName: z.string().optional(),
  vendorName: z.string().optional(),
  vendorId: z.string().optional(),
  retryAfter: z.number().nullable().optional(),
});
export type KeyTestView = z.infer<typeof KeyTestView>;

/** What is wrong with a stored key, null when nothing is known to be. */
export const toKeyProblem = (
  kept: { brokenAt: Date | null; brokenClass: string | null } | null,
): z.infer<typeof KeyProblem> | null =>
  kept?.brokenAt ? { at: kept.brokenAt.toISOString(), class: KeyFault.parse(kept.brokenClass) } : null;

type Letzshop = {
  shopSlug: string;
  shopName: string;
  lastFour: string;
  testedAt: Date;
  brokenAt: Date | null;
  brokenClass: string | null;
  deletedAt: Date | null;
};

/** The Letzshop key as it may be shown; null where there is none. Of a deleted one the shop's address name stays, so that it need not be typed again. */
export function toKeyView(saved: Letzshop | null): KeyView {
  const { deletedAt } = saved ?? { deletedAt: null };
  const kept = deletedAt ? null : saved;
  return {
    shopSlug: saved?.shopSlug ?? null,
    shopName: kept?.shopName ?? null,
    lastFour: kept?.lastFour ?? null,
    testedAt: kept?.testedAt.toISOString() ?? null,
    brokenAt: kept?.brokenAt?.toISOString() ?? null,
    problem: toKeyProblem(kept),
    deleted:
      saved && deletedAt ? { lastFour: saved.lastFour, shopName: saved.shopName, at: deletedAt.toISOString() } : null,
  };
}
