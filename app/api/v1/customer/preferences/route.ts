import { getOwnPreferences } from "@/lib/customers/queries/own-preferences";
import { OwnPreferences } from "@/lib/customers/schema/access";
import { setOwnPreferences } from "@/lib/customers/service/access/own-acts";
import { OwnPreferencesView } from "@/lib/customers/view/access";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "customer",
  summary: "How news of the customer are told to whoever asks",
  answers: { data: OwnPreferencesView },
  handle: ({ actor }) => getOwnPreferences(actor),
});

export const PUT = route({
  auth: "customer",
  summary: "Choose how news of the customer are told to oneself",
  body: OwnPreferences,
  answers: { data: OwnPreferencesView },
  handle: ({ actor, body, http }) => setOwnPreferences(actor, body, http.address),
});
