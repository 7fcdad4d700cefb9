import { AppError, invalidInput } from "../errors";
import { readBytes } from "./body";

/** A file as it was sent: its bytes, and what its sender says it is. */
export type UploadedFile = { bytes: Buffer; type: string };

const kibibyte = 1024;
const mostParts = 8;
const formType = /^multipart\/form-data\s*;.*boundary="?([\w'()+,./:=?-]{1,70})/i;

/** How many parts begin in these bytes; counts no further than to one too many. */
function countParts(bytes: Buffer, boundary: string): number {
  let count = 0;
  for (let at = bytes.indexOf(`--${boundary}`); at !== -1 && count <= mostParts; count++)
    at = bytes.indexOf(`--${boundary}`, at + 1);
  return count;
}

/** A form; null for what is none. Whoever takes one apart looks at each part: one of many thousands is refused before. */
async function parseForm(bytes: Buffer, boundary: string): Promise<FormData | null> {
  if (countParts(bytes, boundary) > mostParts) return null;
  // What was counted is what is taken apart, whatever else the caller's type says.
  const headers = { "Content-Type": `multipart/form-data; boundary="${boundary}"` };
  return new Response(new Uint8Array(bytes), { headers }).formData().catch(() => null);
}

/** The one file of a multipart form, in its field `file`; a larger one is refused without being held. Its name is of no interest. */
export async function readUpload(request: Request, limitBytes: number): Promise<UploadedFile> {
  const boundary = formType.exec(request.headers.get("content-type") ?? "")?.[1];
  if (boundary === undefined) throw new AppError("unsupported_media_type", { message: "pictureMissing" });
  const form = await parseForm(await readBytes(request, limitBytes + 16 * kibibyte), boundary);
  if (!form) throw new AppError("invalid_request");
  const file = form.get("file");
  if (!(file instanceof Blob) || file.size === 0)
    throw invalidInput([{ field: "file", code: "required", message: "pictureMissing" }]);
  if (file.size > limitBytes) throw new AppError("too_large");
  return { bytes: Buffer.from(await file.arrayBuffer()), type: file.type };
}
