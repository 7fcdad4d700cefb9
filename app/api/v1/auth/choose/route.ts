import { z } from "zod";
import { choosePlace, listPlaces } from "@/lib/kinds";
import { Place, PlaceChoice } from "@/lib/platform/auth/schema";
import { route } from "@/lib/platform/http/route";

/** Where this person may work. */
export const GET = route({
  auth: "user",
  summary: "List the roles and stores of who is signed in",
  answers: { data: z.object({ roles: z.array(Place) }) },
  handle: async ({ actor }) => ({ roles: await listPlaces(actor) }),
});

/** Makes this session work in one of them. */
export const POST = route({
  auth: "user",
  summary: "Choose the role or store that this session works in",
  body: PlaceChoice,
  answers: { data: Place },
  handle: ({ actor, body, http }) => choosePlace(actor, body, { address: http.address, agent: http.agent }),
});
