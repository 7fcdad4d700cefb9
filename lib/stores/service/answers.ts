import { env } from "@/lib/platform/env";
import type { PersonContext, ToldFields } from "@/lib/platform/flow/step";
import { refuseTest } from "@/lib/platform/outbound/key-test";
import { lastFourOf } from "@/lib/platform/secrets/kept-key";
import { letzshopCatalogue } from "../client/letzshop-catalogue";
import type { KeyTest } from "../client/test-key";
import type { LetzshopKey, MerchantProfile, ProductImport } from "../schema";
import { dropProfileDraft } from "./draft";
import { healKey } from "./key-health";
import { closeKey } from "./letzshop-key";
import { resumeImport } from "./resume-import";
import { requireSameShop } from "./shop-change";
import { askAboutKey } from "./test-key";

const noProfile = {
  merchantName: null,
  brandName: null,
  description: null,
  contactEmail: null,
  contactPhone: null,
  website: null,
  businessAddress: null,
  taxNumber: null,
  defaultLanguage: null,
  dashboardLanguage: null,
};

/** Saved merchant profile, else what the sign-up told us; null where nothing is known. */
export async function loadProfile({ tx, subjectId }: PersonContext) {
  const {
    storeId: _,
    updatedAt: __,
    ...saved
  } = (await tx.storeProfile.findUnique({ where: { storeId: subjectId } })) ?? { storeId: 0, updatedAt: null };
  if (Object.keys(saved).length > 0) return { ...noProfile, ...saved };
  const store = await tx.store.findUnique({
    where: { id: subjectId },
    select: { name: true, email: true, phoneNumber: true },
  });
  return {
    ...noProfile,
    merchantName: store?.name ?? null,
    contactEmail: store?.email ?? null,
    contactPhone: store?.phoneNumber ?? null,
  };
}

/** What the sign-up told of the merchant profile. */
export async function tellProfile({ tx, subjectId }: PersonContext): Promise<ToldFields> {
  const select = { name: true, email: true, phoneNumber: true, createdAt: true } as const;
  const store = await tx.store.findUniqueOrThrow({ where: { id: subjectId }, select });
  const told = (value: string) => ({ value, source: "signup", at: store.createdAt.toISOString(), isGuess: false });
  return {
    merchantName: told(store.name),
    contactEmail: told(store.email),
    contactPhone: told(store.phoneNumber),
  };
}

/** Keeps the merchant profile of a store. */
export async function saveProfile({ tx, subjectId }: PersonContext, input: MerchantProfile): Promise<void> {
  await tx.storeProfile.upsert({
    where: { storeId: subjectId },
    create: { storeId: subjectId, ...input },
    update: input,
  });
  await dropProfileDraft(tx, subjectId);
}

/** What may be shown of the key, or for a while of a deleted one: its last four characters, never more. The key stays closed. */
export async function loadLetzshop({ tx, subjectId }: Pick<PersonContext, "tx" | "subjectId">) {
  const told = { shopSlug: true, shopName: true, lastFour: true, testedAt: true };
  const select = { ...told, brokenAt: true, brokenClass: true, deletedAt: true };
  return tx.letzshopCredential.findUnique({ where: { storeId: subjectId }, select });
}

/** Tests the key with a protected read and finds the shop; a key that fails is not saved. */
export async function proveLetzshopKey(input: LetzshopKey, storeId: number): Promise<Extract<KeyTest, { ok: true }>> {
  const test = await askAboutKey(storeId, input);
  if (!test.ok) throw refuseTest(test, letzshopCatalogue.refusals);
  return test;
}

/** Keeps the tested key, encrypted for this row and no other; whatever was wrong with the one before is over, and an import that waited for it goes on. Throws `other_shop`. */
export async function saveLetzshop(
  { tx, subjectId }: PersonContext,
  input: LetzshopKey,
  proof: Pick<Extract<KeyTest, { ok: true }>, "shopId" | "shopName">,
): Promise<void> {
  await requireSameShop(tx, subjectId, proof, input.otherShop === true);
  const kept = {
    apiKey: closeKey(subjectId, input.apiKey),
    lastFour: lastFourOf(input.apiKey),
    shopSlug: input.shopSlug,
    shopName: proof.shopName,
    shopId: proof.shopId,
    testedAt: new Date(),
    deletedAt: null,
    deletedById: null,
  };
  await tx.letzshopCredential.upsert({
    where: { storeId: subjectId },
    create: { storeId: subjectId, ...kept },
    update: kept,
  });
  await healKey(tx, { storeId: subjectId, isReplaced: true });
  await resumeImport(tx, subjectId);
}

const defaults = {
  csvUrlFr: null,
  csvUrlEn: null,
  csvUrlDe: null,
  defaultTaxRate: 17,
  deliveryMethod: "package_delivery" as const,
  preorderDays: 0,
};

/** Saved feed configuration, else the defaults of the marketplace. */
export async function loadProductImport({ tx, subjectId }: PersonContext) {
  const saved = await tx.storeProductImport.findUnique({
    where: { storeId: subjectId },
    omit: { storeId: true, updatedAt: true, nextRefreshAt: true },
  });
  return saved ?? defaults;
}

/** Keeps the feed configuration; nothing starts by it. */
export async function saveProductImport({ tx, subjectId }: PersonContext, input: ProductImport): Promise<void> {
  await tx.storeProductImport.upsert({
    where: { storeId: subjectId },
    create: { storeId: subjectId, ...input },
    update: input,
  });
}

/** Values of the sandbox that a demo may show beside its fields; null where there is no sandbox. */
export function demoHints(): { apiKey: string; shopSlug: string; feeds: Record<"fr" | "en" | "de", string> } | null {
  if (env.appEnv === "production" || !env.sandboxUrl) return null;
  const feed = (language: string) => `${env.sandboxUrl}/feeds/${language}.csv?rows=5000`;
  return { apiKey: "ls_sandbox_key", shopSlug: "demo-shop", feeds: { fr: feed("fr"), en: feed("en"), de: feed("de") } };
}
