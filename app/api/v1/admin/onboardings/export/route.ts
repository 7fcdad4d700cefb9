import { csvFile } from "@/lib/platform/http/csv-file";
import { route } from "@/lib/platform/http/route";
import { OnboardingExport } from "@/lib/platform/onboardings/schema";
import { exportOnboardings } from "@/lib/platform/onboardings/service";

export const GET = route({
  auth: "staff",
  summary:
    "Onboardings of all kinds as a table, at most 100,000: those that a filter means; the download is in the audit trail",
  query: OnboardingExport,
  answers: { file: "text/csv" },
  handle: async ({ actor, query, http }) => csvFile(await exportOnboardings(actor, query, http.address)),
});
