import { route } from "@/lib/platform/http/route";
import { mostBytes, UploadView } from "@/lib/platform/uploads/schema";
import { admitUpload, keepUpload } from "@/lib/platform/uploads/service";

export const POST = route({
  auth: "user",
  summary: "Upload a picture (JPEG, PNG, WebP or AVIF); it is encoded anew in several sizes",
  fileLimitBytes: mostBytes,
  admit: actor => admitUpload(actor.id),
  answers: { data: UploadView },
  handle: ({ actor, file }) => keepUpload(actor.id, file),
});
