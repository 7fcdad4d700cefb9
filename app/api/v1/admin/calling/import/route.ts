import { isAdmin } from "@/lib/platform/auth/policy";
import { route } from "@/lib/platform/http/route";
import { getCallingImport, listCallingImports } from "@/lib/practitioners/queries/calling-imports";
import { ImportOptions, mostFileBytes } from "@/lib/practitioners/schema/calling";
import { previewImport } from "@/lib/practitioners/service/calling/preview-import";
import { CallingImportList, CallingImportView, toCallingImportView } from "@/lib/practitioners/view/calling-import";

export const GET = route({
  auth: "staff",
  summary: "The newest imports of calling data, at most twenty",
  answers: { data: CallingImportList },
  handle: async ({ actor }) => {
    const found = await listCallingImports();
    return { items: await Promise.all(found.map(one => toCallingImportView(one, isAdmin(actor)))) };
  },
});

export const POST = route({
  auth: "admin",
  summary: "Upload a CSV file of calling data to look at; nothing is taken before its import is started",
  query: ImportOptions,
  fileLimitBytes: mostFileBytes,
  answers: { status: 201, data: CallingImportView },
  handle: async ({ actor, query, file, http: { address, agent } }) => {
    const bytes = file?.bytes ?? Buffer.alloc(0);
    const id = await previewImport({ actor, caller: { address, agent } }, bytes, query);
    return toCallingImportView(await getCallingImport(id), true);
  },
});
