import { findDeviceToken, keepBrowser } from "@/lib/platform/auth/browser";
import { ChallengeView, CodeRequest } from "@/lib/platform/auth/schema";
import { sendOtp } from "@/lib/platform/auth/service";
import { answer, route } from "@/lib/platform/http/route";
import { translator } from "@/lib/platform/i18n/language";

/** Sends a code; the answer is the same whether the account exists. */
const t = translator("said");

export const POST = route({
  auth: "public",
  summary: "Send a security code by SMS or e-mail",
  body: CodeRequest,
  example: { phone_number: "+352621000123" },
  answers: { status: 202, data: ChallengeView },
  handle: async ({ body, http }) => {
    const [browser, device] = [await keepBrowser(), await findDeviceToken()];
    const challenge = await sendOtp(body, { browser, device, address: http.address, agent: http.agent });
    return answer(challenge, { message: t("we_sent_a_code_to_to", { to: challenge.to }) });
  },
});
