import { rights } from "@/lib/kinds";
import { clearSessionCookie } from "@/lib/platform/auth/cookie-jar";
import { route } from "@/lib/platform/http/route";
import { Erased, Erasure } from "@/lib/platform/rights/schema";
import { eraseSelf } from "@/lib/platform/rights/service";

export const POST = route({
  auth: "user",
  summary: "Erase yourself from every table; within 15 minutes of signing in",
  body: Erasure,
  answers: { data: Erased },
  handle: async ({ actor: { id, sid }, http: { address, agent } }) => {
    const erased = await eraseSelf({ id, sid, actorId: id, caller: { address, agent }, ...rights });
    await clearSessionCookie();
    return erased;
  },
});
