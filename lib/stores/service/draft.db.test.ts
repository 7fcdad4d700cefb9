import { expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { purgeOldDrafts } from "@/lib/platform/flow/draft";
import { newStore } from "@/lib/platform/testing/importing-store";
import { findProfileDraft } from "../queries/draft";
import { completeStep } from "./complete-step";
import { keepProfileDraft } from "./draft";

const profile = { merchantName: "M", contactEmail: "m@example.com", defaultLanguage: "fr", dashboardLanguage: "en" };

test("row C9: a draft goes after thirty days and no earlier", async () => {
  const [old, young] = [await newStore(), await newStore()];
  for (const { storeId } of [old, young]) await keepProfileDraft(storeId, { description: "Bread" });
  await transaction("system", async tx => {
    await tx.$executeRaw`UPDATE step_draft SET saved_at = app_now() - interval '31 days' WHERE onboarding_id = ${old.onboardingId}`;
    await tx.$executeRaw`UPDATE step_draft SET saved_at = app_now() - interval '29 days' WHERE onboarding_id = ${young.onboardingId}`;
    expect(await purgeOldDrafts(tx)).toBe(1);
  });
  expect(await findProfileDraft(old.storeId)).toBeNull();
  expect((await findProfileDraft(young.storeId))?.answers).toEqual({ description: "Bread" });
});

test("row C9: a save that is refused keeps the draft, and one that holds forgets it", async () => {
  const store = await newStore();
  const save = { slug: "merchant-profile", actor: store, address: "127.0.0.1" } as const;
  await keepProfileDraft(store.storeId, { description: "Bread" });
  await expect(completeStep({ ...save, input: profile, version: 7 })).rejects.toMatchObject({
    code: "version_conflict",
  });
  expect(await findProfileDraft(store.storeId)).not.toBeNull();
  await completeStep({ ...save, input: profile });
  expect(await findProfileDraft(store.storeId)).toBeNull();
});
