import { z } from "zod";
import { clearSessionCookie } from "@/lib/platform/auth/cookie-jar";
import { signOutEverywhere } from "@/lib/platform/auth/sign-out";
import { answer, route } from "@/lib/platform/http/route";

/** Ends every session of this person on the server; no browser of theirs is known any more. */
export const POST = route({
  auth: "user",
  summary: "Sign out in every browser",
  body: z.strictObject({}),
  answers: { data: z.object({ sessions: z.int() }) },
  handle: async ({ actor, http }) => {
    const ended = await signOutEverywhere(actor.id, { address: http.address, agent: http.agent });
    await clearSessionCookie();
    return answer(ended, { message: "You are signed out everywhere." });
  },
});
