import { route } from "@/lib/platform/http/route";
import { StoreParams, StoreResume } from "@/lib/stores/schema";
import { resumeStore } from "@/lib/stores/service/skip";
import { StatusView } from "@/lib/stores/view/onboarding";

export const POST = route({
  auth: "admin",
  summary: "Close the gate of a skipped store again",
  params: StoreParams,
  body: StoreResume,
  answers: { data: StatusView },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    resumeStore({ actor, which: params, input: body, caller: { address, agent } }),
});
