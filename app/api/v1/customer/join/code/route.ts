import { JoinRequest } from "@/lib/customers/schema/access";
import { sendJoinCode } from "@/lib/customers/service/access/join";
import { findDeviceToken, keepBrowser } from "@/lib/platform/auth/browser";
import { ChallengeView } from "@/lib/platform/auth/schema";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "public",
  summary: "Send a code to the address of an invite to a customer",
  body: JoinRequest,
  answers: { data: ChallengeView },
  handle: async ({ body, http }) => {
    const [browser, device] = [await keepBrowser(), await findDeviceToken()];
    return sendJoinCode(body, { browser, device, address: http.address, agent: http.agent });
  },
});
