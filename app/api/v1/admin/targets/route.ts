import { getTargets } from "@/lib/kinds";
import { route } from "@/lib/platform/http/route";
import { TargetsView } from "@/lib/platform/measures/schema";

export const GET = route({
  auth: "staff",
  summary: "Quality metrics and performance targets as they stand, and where the audit trail stands",
  answers: { data: TargetsView },
  handle: () => getTargets(),
});
