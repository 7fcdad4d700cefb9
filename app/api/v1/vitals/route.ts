import { route } from "@/lib/platform/http/route";
import { VitalReport, VitalTaken } from "@/lib/platform/measures/schema";
import { takeVital } from "@/lib/platform/measures/service";

export const POST = route({
  auth: "public",
  summary: "A browser tells how long a page took to show its main content; of a sample of pages, and of nobody",
  body: VitalReport,
  bodyLimitBytes: 1024,
  answers: { status: 202, data: VitalTaken },
  handle: ({ body, http }) => takeVital(body, http.address),
});
