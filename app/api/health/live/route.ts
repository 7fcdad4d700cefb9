import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "public",
  summary: "Answers while the process lives",
  handle: async () => ({ status: "ok" }),
});
