import { arrive } from "@/lib/kinds";
import { findBrowser, findDeviceToken, writeDeviceToken } from "@/lib/platform/auth/browser";
import { takeSessionCookie, writeSessionCookie } from "@/lib/platform/auth/cookie-jar";
import { CodeAnswer, SignedInFacts, SignedInView } from "@/lib/platform/auth/schema";
import { verifyOtp } from "@/lib/platform/auth/service";
import { toSignedInFacts, toSignedInView } from "@/lib/platform/auth/view";
import { answer, route } from "@/lib/platform/http/route";

/** Turns a right code into a session. */
export const POST = route({
  auth: "public",
  summary: "Sign in with a security code",
  body: CodeAnswer,
  example: { phone_number: "+352621000123", otp: "123456" },
  answers: { data: SignedInView, topLevel: SignedInFacts },
  handle: async ({ body, http }) => {
    const [browser, device] = [await findBrowser(), await findDeviceToken()];
    const caller = { browser, device, address: http.address, agent: http.agent };
    const replaces = await takeSessionCookie();
    const signedIn = await verifyOtp({ ...body, replaces }, { arrive, caller });
    await writeSessionCookie(signedIn);
    await writeDeviceToken(signedIn.device);
    return answer(toSignedInView(signedIn), { message: "You are signed in.", topLevel: toSignedInFacts(signedIn) });
  },
});
