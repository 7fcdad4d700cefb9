import { DueActivation } from "@/lib/members/schema/schedule";
import { activateDueDirectly } from "@/lib/members/service/schedule-directly";
import { toStaffExplained } from "@/lib/members/view/activation";
import { toDirectActivated } from "@/lib/members/view/direct";
import { DueAnswer } from "@/lib/members/view/schedule";
import { answer, route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "internal",
  summary: "Activate a member whose scheduled time has come, for a scheduler outside; `dry_run` explains",
  body: DueActivation,
  explains: true,
  example: { parent_subscription_id: "sub_acme_2026", phone_number: "+919812345678" },
  answers: { data: DueAnswer },
  once: actor => (actor.kind === "user" ? `user:${actor.id}` : "internal"),
  handle: async ({ actor, body, isDryRun, http: call }) => {
    const result = await activateDueDirectly(body, { actor, call, isDryRun });
    if (isDryRun) return toStaffExplained(result);
    return answer(toDirectActivated(result), { message: "The member is activated." });
  },
});
