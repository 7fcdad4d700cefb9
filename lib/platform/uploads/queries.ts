import { AppError } from "../errors";
import { readPicture } from "./disk";
import type { Size } from "./schema";

/** A picture for whoever knows its address; it never changes, and a browser that takes it for a page finds nothing to run. */
export async function showUpload(id: string, size: Size): Promise<Response> {
  const bytes = /^[0-9a-f]{32}$/.test(id) ? await readPicture(id, size) : null;
  if (!bytes) throw new AppError("not_found");
  return new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": "image/webp",
      "Cache-Control": "public, max-age=31536000, immutable",
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Content-Disposition": "inline",
      "X-Content-Type-Options": "nosniff",
      "Cross-Origin-Resource-Policy": "same-origin",
    },
  });
}
