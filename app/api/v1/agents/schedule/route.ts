import { getSchedule } from "@/lib/agents/queries/schedule";
import { SetSchedule } from "@/lib/agents/schema/schedule";
import { setSchedule } from "@/lib/agents/service/set-schedule";
import { ScheduleView } from "@/lib/agents/view/schedule";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "agent",
  summary: "How often the data is fetched by itself, and when next",
  answers: { data: ScheduleView },
  handle: ({ actor }) => getSchedule(actor.userId),
});

export const PUT = route({
  auth: "agent",
  summary: "Set how often the data is fetched by itself",
  body: SetSchedule,
  answers: { data: ScheduleView },
  handle: async ({ actor, body }) => {
    await setSchedule(actor, body);
    return getSchedule(actor.userId);
  },
});
