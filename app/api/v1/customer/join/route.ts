import { z } from "zod";
import { JoinAnswer } from "@/lib/customers/schema/access";
import { join } from "@/lib/customers/service/access/join";
import { findBrowser, findDeviceToken, writeDeviceToken } from "@/lib/platform/auth/browser";
import { takeSessionCookie, writeSessionCookie } from "@/lib/platform/auth/cookie-jar";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "public",
  summary: "Accept an invite to a customer with its code, and be signed in",
  body: JoinAnswer,
  answers: { data: z.object({ redirectTo: z.string() }) },
  handle: async ({ body, http }) => {
    const [browser, device] = [await findBrowser(), await findDeviceToken()];
    const caller = { browser, device, address: http.address, agent: http.agent };
    const joined = await join({ input: body, caller, replaces: await takeSessionCookie() });
    await writeSessionCookie(joined);
    await writeDeviceToken(joined.device);
    return { redirectTo: "/customer" };
  },
});
