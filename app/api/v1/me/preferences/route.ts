import { route } from "@/lib/platform/http/route";
import { getPreferences } from "@/lib/platform/preferences/queries";
import { Preferences, PreferencesView } from "@/lib/platform/preferences/schema";
import { setPreferences } from "@/lib/platform/preferences/service";

export const GET = route({
  auth: "user",
  summary: "What you are told, and by which ways",
  answers: { data: PreferencesView },
  handle: ({ actor }) => getPreferences(actor.id),
});

export const PUT = route({
  auth: "user",
  summary: "Choose what you are told; what is not named stays as it is",
  body: Preferences,
  answers: { data: PreferencesView },
  handle: ({ actor, body, http: { address, agent } }) => setPreferences(actor.id, body, { address, agent }),
});
