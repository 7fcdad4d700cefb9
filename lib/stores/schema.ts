import { z } from "zod";
import { emailField, regionField, requiredField } from "@/lib/platform/flow/fields";
import { deliveryMethods, importParts, optionalTasks, shopLanguages } from "./schema/choices";

// Messages are keys of the `fields` texts, so that form and API say the same in the reader's language.
const optional = <T extends z.ZodString>(inner: T) =>
  z
    .union([
      z
        .string()
        .trim()
        .length(0)
        .transform(() => null),
      inner,
    ])
    .nullish()
    .transform(value => value ?? null);
const text = (most: number) => z.string().trim().max(most, "tooLong");
const webAddress = z
  .string()
  .trim()
  .max(2000, "tooLong")
  .refine(value => /^https?:\/\//i.test(value) && URL.canParse(value), "webAddress");

/** Languages a product feed can have. */
export const feedLanguages = ["fr", "en", "de"] as const;
export type FeedLanguage = (typeof feedLanguages)[number];

/** What opens a store's account. */
export const StoreSignup = z.strictObject({
  storeName: requiredField(120, "storeNameRequired"),
  ownerName: requiredField(120, "ownerNameRequired"),
  email: emailField,
  phoneNumber: requiredField(40, "phoneRequired"),
  country: regionField.optional(),
});
export type StoreSignup = z.output<typeof StoreSignup>;

/** Step 1: who the merchant is. */
export const MerchantProfile = z.strictObject({
  merchantName: requiredField(160, "merchantNameRequired"),
  brandName: optional(text(160)),
  description: optional(text(2000)),
  contactEmail: emailField,
  contactPhone: optional(text(40).regex(/^\+?[0-9 ()./-]{5,40}$/, "phone")),
  website: optional(webAddress),
  businessAddress: optional(text(500)),
  taxNumber: optional(text(20).regex(/^LU\d{8}$/, "luxembourgVat")),
  defaultLanguage: z.enum(shopLanguages, "choose"),
  dashboardLanguage: z.enum(shopLanguages, "choose"),
});
export type MerchantProfile = z.output<typeof MerchantProfile>;

const typed = (most: number) => z.string().max(most, "tooLong").optional();

/** Step 1 as far as it was typed: nothing is wrong with it yet but its length. */
export const ProfileDraft = z.strictObject({
  merchantName: typed(160),
  brandName: typed(160),
  description: typed(2000),
  contactEmail: typed(254),
  contactPhone: typed(40),
  website: typed(2000),
  businessAddress: typed(500),
  taxNumber: typed(20),
  defaultLanguage: typed(2),
  dashboardLanguage: typed(2),
});
export type ProfileDraft = z.output<typeof ProfileDraft>;

/** Step 2: the key to Letzshop and the shop it is for. */
export const LetzshopKey = z.strictObject({
  apiKey: requiredField(500, "apiKeyRequired").regex(/^[\x21-\x7e]+$/, "apiKey"),
  shopSlug: requiredField(120, "shopSlugRequired").regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "shopSlug"),
  /** Said when the key may belong to another shop than the orders that are there. */
  otherShop: z.boolean().optional(),
});
export type LetzshopKey = z.output<typeof LetzshopKey>;

/** A key to be tried: whatever was typed, since Letzshop alone says which is right. */
export const KeyTrial = LetzshopKey.omit({ otherShop: true }).extend({ apiKey: requiredField(500, "apiKeyRequired") });
export type KeyTrial = z.output<typeof KeyTrial>;

/** Step 3: where the products come from, and what holds where the feed is silent. */
export const ProductImport = z
  .strictObject({
    csvUrlFr: optional(webAddress),
    csvUrlEn: optional(webAddress),
    csvUrlDe: optional(webAddress),
    defaultTaxRate: z.union([z.literal(17), z.literal(14), z.literal(8), z.literal(3)], "choose"),
    deliveryMethod: z.enum(deliveryMethods, "choose"),
    preorderDays: z.number("wholeNumber").int("wholeNumber").min(0, "days0to365").max(365, "days0to365"),
  })
  .refine(answers => answers.csvUrlFr || answers.csvUrlEn || answers.csvUrlDe, {
    path: ["csvUrlFr"],
    message: "oneFeed",
    params: { code: "required" },
  });
export type ProductImport = z.output<typeof ProductImport>;

/** A feed to look into before anything is saved. */
export const FeedAddress = z.strictObject({
  url: z.string({ error: "webAddress" }).pipe(webAddress),
  language: z.enum(feedLanguages, "choose"),
});
export type FeedAddress = z.output<typeof FeedAddress>;

/** Step 4: how far back to import, and whether products come too. */
export const OrderSync = z.strictObject({
  daysBack: z.number("wholeNumber").int("wholeNumber").min(1, "days1to365").max(365, "days1to365").default(90),
  includeProducts: z.boolean().default(true),
});
export type OrderSync = z.output<typeof OrderSync>;

/** The steps in a URL. */
export const stepSlugs = ["merchant-profile", "letzshop-api", "product-import", "order-sync"] as const;
export type StepSlug = (typeof stepSlugs)[number];

/** What can be edited after the onboarding, as in a URL. */
export const settingsParts = ["profile", "letzshop", "products"] as const;
export type SettingsPart = (typeof settingsParts)[number];

// A step's answers may carry the version the person saw.
const version = { version: z.number().int().min(0).optional() };

/** What the API takes to save each step. */
export const SavedProfile = MerchantProfile.safeExtend(version);
export const SavedLetzshopKey = LetzshopKey.safeExtend(version);
export const SavedProductImport = ProductImport.safeExtend(version);

const highestId = 2_147_483_647;

/** An import in a URL, and in the body that ends one. */
export const JobParams = z.strictObject({ jobId: z.coerce.number().int().min(1).max(highestId) });
export const JobReference = z.strictObject({ jobId: z.number().int().min(1).max(highestId).optional() });

/** Whose set-up an admin acts on. */
export const StoreParams = z.strictObject({ code: z.string().max(100) });

const reason = z.string({ error: "reasonTooShort" }).trim().min(10, "reasonTooShort").max(500, "tooLong");

/** Why a store may pass its gate unfinished, and until when if not for good. */
export const StoreSkip = z.strictObject({ reason, until: z.iso.datetime({ error: "choose", offset: true }).nullish() });
export type StoreSkip = z.output<typeof StoreSkip>;

/** A skip taken back, with or without a word why. */
export const StoreResume = z.strictObject({ reason: reason.optional() });
export type StoreResume = z.output<typeof StoreResume>;

/** What an admin has done again of an import: what failed, or from a part on, or all of it; with or without a word why. */
export const RetryRequest = z
  .strictObject({
    reason: reason.optional(),
    from: z
      .enum(importParts, "choose")
      .optional()
      .meta({ description: "The part to begin anew with; it and all after it are read again from their start." }),
    all: z.boolean().optional().meta({ description: "Everything again, from its start." }),
  })
  .refine(({ from, all }) => !(from && all), { path: ["all"], message: "choose" });
export type RetryRequest = z.output<typeof RetryRequest>;

/** A task of the checklist that its reader puts off. */
export const PutOffTask = z.strictObject({ task: z.enum(optionalTasks, "choose") });
export type PutOffTask = z.output<typeof PutOffTask>;

/** Where to go on in a list. */
export const Listing = z.strictObject({ cursor: z.string().max(100).optional() });

/** The owner's word on products that are in no feed any more: what was asked (by which run, about how many), and the answer. */
export const MissingAnswer = z.strictObject({
  jobId: z.number().int().min(1).max(highestId),
  count: z.number().int().min(1).max(highestId),
  remove: z.boolean(),
});
export type MissingAnswer = z.output<typeof MissingAnswer>;
