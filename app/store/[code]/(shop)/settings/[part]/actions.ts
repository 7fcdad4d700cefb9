"use server";

import { action } from "@/lib/platform/http/action";
import { getLetzshopSettings, getProductSettings, getProfileSettings } from "@/lib/stores/queries/settings";
import { SavedLetzshopKey, SavedProductImport, SavedProfile } from "@/lib/stores/schema";
import { saveSettings } from "@/lib/stores/service/save-settings";

export const saveProfile = action({
  auth: "store_owner",
  input: SavedProfile,
  handle: async ({ actor, input: { version, ...input }, http }) => {
    await saveSettings({ part: "profile", input, version, actor, address: http.address });
    return getProfileSettings(actor.storeId);
  },
});

export const saveLetzshopKey = action({
  auth: "store_owner",
  input: SavedLetzshopKey,
  handle: async ({ actor, input: { version, ...input }, http }) => {
    await saveSettings({ part: "letzshop", input, version, actor, address: http.address });
    return getLetzshopSettings(actor.storeId);
  },
});

export const saveProductImport = action({
  auth: "store_owner",
  input: SavedProductImport,
  handle: async ({ actor, input: { version, ...input }, http }) => {
    await saveSettings({ part: "products", input, version, actor, address: http.address });
    return getProductSettings(actor.storeId);
  },
});
