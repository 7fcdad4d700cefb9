import { z } from "zod";
import { clearSessionCookie } from "@/lib/platform/auth/cookie-jar";
import { signOut } from "@/lib/platform/auth/sign-out";
import { answer, route } from "@/lib/platform/http/route";

/** Ends this session on the server. */
export const POST = route({
  auth: "user",
  inView: true,
  summary: "Sign out",
  answers: { data: z.null() },
  handle: async ({ actor, http }) => {
    await signOut({ sid: actor.sid, userId: actor.id }, { address: http.address, agent: http.agent });
    await clearSessionCookie();
    return answer(null, { message: "You are signed out." });
  },
});
