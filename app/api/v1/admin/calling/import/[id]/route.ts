import { isAdmin } from "@/lib/platform/auth/policy";
import { route } from "@/lib/platform/http/route";
import { getCallingImport } from "@/lib/practitioners/queries/calling-imports";
import { ImportParams } from "@/lib/practitioners/schema/calling";
import { CallingImportView, toCallingImportView } from "@/lib/practitioners/view/calling-import";

export const GET = route({
  auth: "staff",
  summary: "An import of calling data: what its file is like, and how far it is",
  params: ImportParams,
  answers: { data: CallingImportView },
  handle: async ({ actor, params }) => toCallingImportView(await getCallingImport(params.id), isAdmin(actor)),
});
