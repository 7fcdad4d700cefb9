import { AgentSignup } from "@/lib/agents/schema";
import { signUpAgent } from "@/lib/agents/service/sign-up";
import { findDeviceToken, keepBrowser } from "@/lib/platform/auth/browser";
import { ChallengeView } from "@/lib/platform/auth/schema";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "public",
  summary: "Send whoever wants an agent's account a code",
  body: AgentSignup,
  answers: { status: 201, data: ChallengeView },
  handle: async ({ body, http }) =>
    signUpAgent(body, {
      browser: await keepBrowser(),
      device: await findDeviceToken(),
      address: http.address,
      agent: http.agent,
    }),
});
