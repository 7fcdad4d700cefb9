import { AppError, invalidInput } from "../errors";
import { readBytes } from "./body";

/** A file as it was sent: its bytes, and what its sender says it is. */
export type UploadedFile = { bytes: Buffer; type: string };

const kibibyte = 1024;

/** The one file of a multipart form, in its field `file`; a larger one is refused without being held. Its name is of no interest. */
export async function readUpload(request: Request, limitBytes: number): Promise<UploadedFile> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type))
    throw new AppError("unsupported_media_type", { message: "pictureMissing" });
  const bytes = await readBytes(request, limitBytes + 16 * kibibyte);
  const form = await new Response(new Uint8Array(bytes), { headers: { "Content-Type": type } })
    .formData()
    .catch(() => null);
  if (!form) throw new AppError("invalid_request");
  const file = form.get("file");
  if (!(file instanceof Blob) || file.size === 0)
    throw invalidInput([{ field: "file", code: "required", message: "pictureMissing" }]);
  if (file.size > limitBytes) throw new AppError("too_large");
  return { bytes: Buffer.from(await file.arrayBuffer()), type: file.type };
}
