import { after } from "next/server";
import { standIn } from "@/lib/platform/alerts/service";
import { currentSession } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { checkHealth, HealthView } from "@/lib/platform/health";
import { hasBearer } from "@/lib/platform/http/door";
import { answer, route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "public",
  summary: "State of database, queue, worker and cron",
  answers: { data: HealthView },
  handle: async ({ http }) => {
    const health = await checkHealth(
      async () => hasBearer(http.headers, "metricsToken") || isAdmin(await currentSession()),
    );
    after(standIn);
    return answer(health, { status: health.status === "down" ? 503 : 200 });
  },
});
