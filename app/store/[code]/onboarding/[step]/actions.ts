"use server";

import { z } from "zod";
import { action } from "@/lib/platform/http/action";
import { giverInStore as once } from "@/lib/platform/http/once";
import { OrderSync, SavedLetzshopKey, SavedProductImport, SavedProfile, type StepSlug } from "@/lib/stores/schema";
import { cancelImport } from "@/lib/stores/service/cancel-import";
import { completeStep } from "@/lib/stores/service/complete-step";
import { completeOnboarding, triggerImport } from "@/lib/stores/service/sync";

const none = z.strictObject({});
type Call = { actor: { userId: number; storeId: number }; input: { version?: number }; http: { address: string } };

const save =
  (slug: StepSlug) =>
  ({ actor, input: { version, ...input }, http: { address } }: Call) =>
    completeStep({ slug, input, version, actor, address });

export const saveProfile = action({ auth: "store_owner", input: SavedProfile, once, handle: save("merchant-profile") });
export const saveLetzshopKey = action({
  auth: "store_owner",
  input: SavedLetzshopKey,
  once,
  handle: save("letzshop-api"),
});
export const saveProductImport = action({
  auth: "store_owner",
  input: SavedProductImport,
  once,
  handle: save("product-import"),
});
export const startImport = action({
  auth: "store_owner",
  input: OrderSync,
  once,
  handle: ({ actor, input }) => triggerImport(actor, input),
});

export const stopImport = action({ auth: "store_owner", input: none, handle: ({ actor }) => cancelImport(actor) });
export const finish = action({ auth: "store_owner", input: none, handle: ({ actor }) => completeOnboarding(actor) });
