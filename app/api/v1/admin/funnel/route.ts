import { z } from "zod";
import { route } from "@/lib/platform/http/route";
import { getFunnel } from "@/lib/practitioners/queries/funnel";
import { StageView } from "@/lib/practitioners/view/funnel";

export const GET = route({
  auth: "staff",
  summary: "The conversion funnel of practitioners, of all time",
  answers: { data: z.array(StageView) },
  handle: () => getFunnel(),
});
