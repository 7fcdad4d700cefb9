import { ScheduledActivation, ScheduleSearch } from "@/lib/members/schema/schedule";
import { cancelDirectly, scheduleDirectly } from "@/lib/members/service/schedule-directly";
import { CancelAnswer, ScheduleAnswer, toScheduleAnswer } from "@/lib/members/view/schedule";
import { answer, route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "internal",
  summary: "Have a member activated by themselves at a time to come; `dry_run` explains and changes nothing",
  body: ScheduledActivation,
  explains: true,
  example: { subscription_id: "sub_acme_2026", phone_number: "+919812345678", activation_date: 1775001600 },
  answers: { data: ScheduleAnswer },
  once: actor => (actor.kind === "user" ? `user:${actor.id}` : "internal"),
  handle: async ({ actor, body, isDryRun, http: call }) => {
    const done = await scheduleDirectly(body, { actor, call, isDryRun });
    const message = isDryRun ? undefined : "The activation is scheduled.";
    return answer(toScheduleAnswer(body.subscriptionId, done, isDryRun), { message });
  },
});

export const DELETE = route({
  auth: "internal",
  summary: "Cancel a member's scheduled activation; where nothing is scheduled nothing is cancelled",
  query: ScheduleSearch,
  explains: true,
  answers: { data: CancelAnswer },
  handle: async ({ actor, query, isDryRun, http: call }) => {
    const cancelled = await cancelDirectly(query, { actor, call, isDryRun });
    const { subscriptionId } = query;
    return { subscriptionId, cancelled, ...(isDryRun ? { dryRun: true as const } : {}) };
  },
});
