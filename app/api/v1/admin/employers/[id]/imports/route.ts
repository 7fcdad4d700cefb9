import { listImports } from "@/lib/members/queries/imports";
import { EmployerParams } from "@/lib/members/schema/employer";
import { mostFileBytes, NewImport } from "@/lib/members/schema/import";
import { uploadImport } from "@/lib/members/service/import/upload-import";
import { ImportList, ImportView, toImportItem } from "@/lib/members/view/import";
import { getImportView } from "@/lib/members/view/shown-import";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "The newest imports of an employer's people, at most fifty",
  params: EmployerParams,
  answers: { data: ImportList },
  handle: async ({ params }) => ({ items: (await listImports(params.id)).map(toImportItem) }),
});

export const POST = route({
  auth: "admin",
  summary: "Upload a CSV file of an employer's people to look at; nobody is taken before its import is started",
  params: EmployerParams,
  fileLimitBytes: mostFileBytes,
  body: NewImport,
  answers: { status: 201, data: ImportView },
  handle: async ({ actor, params: { id }, body: told, file, http: { address, agent } }) => {
    const sent = file ?? { bytes: Buffer.alloc(0), name: "" };
    const importId = await uploadImport({ actor, caller: { address, agent } }, { employerId: id, file: sent, told });
    return getImportView({ id, importId }, true);
  },
});
