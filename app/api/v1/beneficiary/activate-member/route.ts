import { DirectActivation } from "@/lib/members/schema/direct";
import { activateDirectly } from "@/lib/members/service/activate-directly";
import { DirectAnswer, toDirectAnswer } from "@/lib/members/view/direct";
import { answer, route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "internal",
  summary:
    "Give a member of a contract a plan at once, or invite them to it; `dry_run` explains what would happen and changes nothing",
  body: DirectActivation,
  explains: true,
  example: { parent_subscription_id: "sub_acme_2026", plan_subscription_id: "plan_gold", member_id: 1842 },
  answers: { data: DirectAnswer },
  once: actor => (actor.kind === "user" ? `user:${actor.id}` : "internal"),
  handle: async ({ actor, body, isDryRun, http: call }) => {
    const result = await activateDirectly(body, { actor, call, isDryRun });
    const message = body.mode === "invite" ? "The member is invited." : "The member is activated.";
    return answer(toDirectAnswer(result, isDryRun), { message: isDryRun ? undefined : message });
  },
});
