import { route } from "@/lib/platform/http/route";
import { showUpload } from "@/lib/platform/uploads/queries";
import { UploadParams, UploadQuery } from "@/lib/platform/uploads/schema";

export const GET = route({
  auth: "public",
  summary: "A picture that was uploaded",
  params: UploadParams,
  query: UploadQuery,
  answers: { file: "image/webp" },
  handle: ({ params, query }) => showUpload(params.id, query.size),
});
