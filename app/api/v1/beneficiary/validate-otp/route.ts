import { InviteCodeAnswer } from "@/lib/members/schema/invite";
import { validateInviteCode } from "@/lib/members/service/invite/prove";
import { ActivationProofView } from "@/lib/members/view/invite";
import { findBrowser } from "@/lib/platform/auth/browser";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "public",
  summary: "Turn the code of an invited member into a token that takes the invite up",
  body: InviteCodeAnswer,
  answers: { data: ActivationProofView },
  handle: async ({ body, http }) => validateInviteCode(body, http, await findBrowser()),
});
