"use server";

import { InviteCodeAnswer, PageAcceptance } from "@/lib/members/schema/invite";
import { acceptInvite } from "@/lib/members/service/invite/accept-invite";
import { validateInviteCode } from "@/lib/members/service/invite/prove";
import { toAcceptedView } from "@/lib/members/view/invite";
import { findBrowser } from "@/lib/platform/auth/browser";
import { findProof, writeProof } from "@/lib/platform/auth/proof-cookie";
import { action } from "@/lib/platform/http/action";

// What the code gives stays in a cookie that no script reads.
export const confirm = action({
  auth: "public",
  input: InviteCodeAnswer,
  handle: async ({ input, http }) => {
    const { activationToken, expiresIn } = await validateInviteCode(input, http, await findBrowser());
    await writeProof(activationToken, expiresIn);
    return { expiresIn };
  },
});
export const accept = action({
  auth: "public",
  input: PageAcceptance,
  // The cookie stays: it is worth nothing any more, and a change of it would draw the page anew in the place of what it says now.
  handle: async ({ input: { token, ...input }, http }) =>
    toAcceptedView(await acceptInvite(token, { activationToken: (await findProof()) ?? "", ...input }, http)),
});
