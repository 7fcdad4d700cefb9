import { AppError, invalidInput } from "../errors";
import type { ReadBody } from "./body";

/** A file as it was sent: its bytes, what its sender says it is and is called, and the texts that came along. */
export type UploadedFile = { bytes: Buffer; type: string; name: string; fields: Record<string, string> };

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

/** What a form says beside its file; of a field that comes twice the last one counts. */
function textsOf(form: FormData): Record<string, string> {
  const texts = [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(texts);
}

/** The one file of a multipart form, in its field `file`; a larger one is refused without being held. */
export async function readUpload(headers: Headers, read: ReadBody, limitBytes: number): Promise<UploadedFile> {
  const boundary = formType.exec(headers.get("content-type") ?? "")?.[1];
  if (boundary === undefined) throw new AppError("unsupported_media_type", { message: "pictureMissing" });
  const form = await parseForm(await read(limitBytes + 16 * kibibyte), boundary);
  if (!form) throw new AppError("invalid_request");
  const file = form.get("file");
  if (!(file instanceof Blob) || file.size === 0)
    throw invalidInput([{ field: "file", code: "required", message: "pictureMissing" }]);
  if (file.size > limitBytes) throw new AppError("too_large");
  const name = file instanceof File ? file.name : "";
  return { bytes: Buffer.from(await file.arrayBuffer()), type: file.type, name, fields: textsOf(form) };
}
