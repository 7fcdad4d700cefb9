import { route } from "@/lib/platform/http/route";
import { getLetzshop } from "@/lib/stores/queries/onboarding";
import { getLetzshopSettings } from "@/lib/stores/queries/settings";
import { SavedLetzshopKey } from "@/lib/stores/schema";
import { deleteKey } from "@/lib/stores/service/delete-key";
import { saveSettings } from "@/lib/stores/service/save-settings";
import { LetzshopView } from "@/lib/stores/view/answers";

export const GET = route({
  auth: "store_owner",
  summary: "Letzshop key after the onboarding: what is saved",
  answers: { data: LetzshopView },
  handle: ({ actor }) => getLetzshopSettings(actor.storeId),
});

export const PUT = route({
  auth: "store_owner",
  summary: "Letzshop key after the onboarding: change",
  body: SavedLetzshopKey,
  answers: { data: LetzshopView },
  handle: async ({ actor, body: { version, ...input }, http }) => {
    await saveSettings({ part: "letzshop", input, version, actor, address: http.address });
    return getLetzshopSettings(actor.storeId);
  },
});

export const DELETE = route({
  auth: "store_owner",
  summary: "Delete the Letzshop key, in the wizard too: it is gone at once",
  answers: { data: LetzshopView },
  handle: async ({ actor, http }) => {
    await deleteKey(actor, http.address);
    return getLetzshop(actor.storeId);
  },
});
