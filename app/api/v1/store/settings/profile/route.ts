import { route } from "@/lib/platform/http/route";
import { getProfileSettings } from "@/lib/stores/queries/settings";
import { SavedProfile } from "@/lib/stores/schema";
import { saveSettings } from "@/lib/stores/service/save-settings";
import { ProfileView } from "@/lib/stores/view/answers";

export const GET = route({
  auth: "store_owner",
  summary: "Merchant profile after the onboarding: what is saved",
  answers: { data: ProfileView },
  handle: ({ actor }) => getProfileSettings(actor.storeId),
});

export const PUT = route({
  auth: "store_owner",
  summary: "Merchant profile after the onboarding: change",
  body: SavedProfile,
  answers: { data: ProfileView },
  handle: async ({ actor, body: { version, ...input }, http }) => {
    await saveSettings({ part: "profile", input, version, actor, address: http.address });
    return getProfileSettings(actor.storeId);
  },
});
