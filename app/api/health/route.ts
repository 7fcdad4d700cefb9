import { checkHealth } from "@/lib/platform/health";
import { hasBearer } from "@/lib/platform/http/door";
import { answer, route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "public",
  summary: "State of database, queue, worker and cron",
  handle: async ({ http }) => {
    const { up, data } = await checkHealth(hasBearer(http.headers, "metricsToken"));
    return answer(data, { status: up ? 200 : 503 });
  },
});
