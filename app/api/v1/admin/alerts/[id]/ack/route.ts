import { AlertParams, AlertView } from "@/lib/platform/alerts/schema";
import { acknowledgeAlert } from "@/lib/platform/alerts/service";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Say that somebody looks after an alert: no more reminders of it",
  params: AlertParams,
  answers: { data: AlertView },
  handle: ({ actor, params, http: { address, agent } }) =>
    acknowledgeAlert(params.id, { actor, caller: { address, agent } }),
});
