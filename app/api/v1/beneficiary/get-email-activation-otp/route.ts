import { InviteCodeRequest } from "@/lib/members/schema/invite";
import { sendInviteCode } from "@/lib/members/service/invite/prove";
import { findDeviceToken, keepBrowser } from "@/lib/platform/auth/browser";
import { ChallengeView } from "@/lib/platform/auth/schema";
import { answer, route } from "@/lib/platform/http/route";
import { translator } from "@/lib/platform/i18n/language";

const t = translator("said");

export const POST = route({
  auth: "public",
  summary: "Send an invited member a code by e-mail or SMS, to where they are known",
  body: InviteCodeRequest,
  answers: { status: 202, data: ChallengeView },
  handle: async ({ body, http: { address, agent } }) => {
    const [browser, device] = [await keepBrowser(), await findDeviceToken()];
    const challenge = await sendInviteCode(body, { browser, device, address, agent });
    return answer(challenge, { message: t("we_sent_a_code_to_to", { to: challenge.to }) });
  },
});
