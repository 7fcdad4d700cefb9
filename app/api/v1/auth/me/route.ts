import { MeView } from "@/lib/platform/auth/schema";
import { toMeView } from "@/lib/platform/auth/view";
import { route } from "@/lib/platform/http/route";

/** Who is signed in. */
export const GET = route({
  auth: "user",
  summary: "Read who is signed in",
  answers: { data: MeView },
  handle: async ({ actor }) => toMeView(actor),
});
