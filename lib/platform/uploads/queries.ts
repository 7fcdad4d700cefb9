import { transaction } from "../db";
import { AppError } from "../errors";
import type { Size } from "./schema";
import { pictureStore } from "./store";

/** The bytes of a picture that somebody has; whoever guesses at ids asks nobody but our database. */
async function find(id: string, size: Size): Promise<Buffer | null> {
  if (!/^[0-9a-f]{32}$/.test(id)) return null;
  const known = await transaction("system", tx => tx.upload.count({ where: { id } }));
  return known > 0 ? pictureStore().read(id, size) : null;
}

/** A picture for whoever knows its address; it never changes, and a browser that takes it for a page finds nothing to run. */
export async function showUpload(id: string, size: Size): Promise<Response> {
  const bytes = await find(id, size);
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
