import { createStaff } from "@/lib/platform/auth/staff";
import { transaction } from "@/lib/platform/db";
import { lockOnboarding, settleStep } from "@/lib/platform/flow/advance";
import { createOnboarding } from "@/lib/platform/flow/onboarding";
import { demoHints, saveLetzshop, saveProfile } from "@/lib/stores/service/answers";
import { storeOnboarding } from "@/lib/stores/steps";

const luxDemo = {
  code: "LUXDEMO",
  name: "Épicerie du Grund",
  ownerName: "Claire Weber",
  email: "claire@epicerie-du-grund.example",
  phoneNumber: "+352621100001",
};

const profile = {
  merchantName: "Épicerie du Grund S.à r.l.",
  brandName: "Épicerie du Grund",
  description: "Fine foods from Luxembourg and the Greater Region, in the old town since 1987.",
  contactEmail: "bonjour@epicerie-du-grund.example",
  contactPhone: "+352 26 10 00 01",
  website: "https://epicerie-du-grund.example",
  businessAddress: "12, rue Münster, L-2160 Luxembourg",
  taxNumber: "LU12345678",
  defaultLanguage: "fr",
  dashboardLanguage: "en",
} as const;

/** The store owner of the demo, half way through the wizard: profile and key are there, feed and import are not. */
async function seedLuxDemo(): Promise<void> {
  await transaction("system", async tx => {
    const { phoneNumber, ownerName } = luxDemo;
    const owner = await tx.user.create({
      data: { phoneNumber, name: ownerName, email: luxDemo.email },
      select: { id: true },
    });
    const store = await tx.store.create({
      data: { ...luxDemo, ownerId: owner.id, verifiedAt: new Date() },
      select: { id: true },
    });
    await tx.userRole.create({ data: { userId: owner.id, role: "store", storeId: store.id } });
    const onboardingId = await createOnboarding(tx, storeOnboarding, store.id);
    const context = { tx, subjectId: store.id, onboardingId };
    const onboarding = await lockOnboarding(tx, "store", store.id);
    await saveProfile(context, profile);
    await settleStep(tx, onboarding, "merchant_profile");
    const { apiKey, shopSlug } = demoHints() ?? { apiKey: "ls_sandbox_key", shopSlug: "demo-shop" };
    await saveLetzshop(context, { apiKey, shopSlug }, { shopName: luxDemo.name, shopId: "vendor-demo" });
    await settleStep(tx, onboarding, "letzshop_api");
  });
}

/** Fills an empty demo with the people of the contract: admin, operator and a store owner. */
export async function seed(): Promise<void> {
  await transaction("system", async tx => {
    await createStaff(tx, {
      phoneNumber: "+352621000001",
      role: "admin",
      name: "Alex Admin",
      email: "alex@gangway.example",
    });
    await createStaff(tx, { phoneNumber: "+352621000002", role: "operator", name: "Olga Operator" });
  });
  await seedLuxDemo();
}
