import { z } from "zod";
import { InviteLink } from "@/lib/members/schema/invite";
import { renewLink } from "@/lib/members/service/invite/renew-link";
import { answer, route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "public",
  summary:
    "Ask for a new link in the place of one that is over; it goes to the member alone, and the answer is the same for every link",
  params: InviteLink,
  answers: { status: 202, data: z.strictObject({ asked: z.literal(true) }) },
  handle: async ({ params, http }) => {
    await renewLink(params.token, http);
    return answer({ asked: true as const });
  },
});
