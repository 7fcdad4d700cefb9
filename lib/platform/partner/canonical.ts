import { createHash } from "node:crypto";
import { macOf } from "./mac";

/** The parts of a request that a partner signs. */
export type SignedParts = {
  /** Unix seconds, as sent. */
  timestamp: string;
  accountId: string;
  method: string;
  /** With its query, exactly as on the wire. */
  path: string;
  body: Buffer;
};

// No part but the path may hold a point, and what follows it has a fixed length: two requests never have one text.
const methods = new Set(["GET", "POST", "PUT", "PATCH", "DELETE"]);

/** The string to sign: `timestamp.account.METHOD.path.sha256hex(body)`. Throws for a method that nobody may sign. */
export function stringToSign({ timestamp, accountId, method, path, body }: SignedParts): string {
  if (!methods.has(method)) throw new TypeError("This method cannot be signed.");
  const bodyHash = createHash("sha256").update(body).digest("hex");
  return `${timestamp}.${accountId}.${method}.${path}.${bodyHash}`;
}

/** The signature of a string to sign: HMAC-SHA256 by the secret's UTF-8 bytes. */
export const signatureOf = (secret: string, text: string): Buffer => macOf({ key: secret, message: text });
