import { findDeviceToken, keepBrowser } from "@/lib/platform/auth/browser";
import { route } from "@/lib/platform/http/route";
import { StoreSignup } from "@/lib/stores/schema";
import { signUpStore } from "@/lib/stores/service/sign-up";
import { SignedUpView } from "@/lib/stores/view/onboarding";

export const POST = route({
  auth: "public",
  summary: "Make a store and send its owner a code",
  body: StoreSignup,
  answers: { status: 201, data: SignedUpView },
  handle: async ({ body, http }) =>
    signUpStore(body, {
      browser: await keepBrowser(),
      device: await findDeviceToken(),
      address: http.address,
      agent: http.agent,
    }),
});
