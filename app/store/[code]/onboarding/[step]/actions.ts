"use server";

import { z } from "zod";
import { action } from "@/lib/platform/http/action";
import { OrderSync, SavedLetzshopKey, SavedProductImport, SavedProfile } from "@/lib/stores/schema";
import { completeStep } from "@/lib/stores/service/complete-step";
import { completeOnboarding, triggerImport } from "@/lib/stores/service/sync";

export const saveProfile = action({
  auth: "store_owner",
  input: SavedProfile,
  handle: ({ actor, input: { version, ...input }, http }) =>
    completeStep({ slug: "merchant-profile", input, version, actor, address: http.address }),
});

export const saveLetzshopKey = action({
  auth: "store_owner",
  input: SavedLetzshopKey,
  handle: ({ actor, input: { version, ...input }, http }) =>
    completeStep({ slug: "letzshop-api", input, version, actor, address: http.address }),
});

export const saveProductImport = action({
  auth: "store_owner",
  input: SavedProductImport,
  handle: ({ actor, input: { version, ...input }, http }) =>
    completeStep({ slug: "product-import", input, version, actor, address: http.address }),
});

export const startImport = action({
  auth: "store_owner",
  input: OrderSync,
  handle: ({ actor, input }) => triggerImport(actor, input),
});

export const finish = action({
  auth: "store_owner",
  input: z.strictObject({}),
  handle: ({ actor }) => completeOnboarding(actor),
});
