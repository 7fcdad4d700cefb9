import "server-only";
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  randomInt,
  timingSafeEqual,
} from "node:crypto";
import { env } from "./env";

/** Where a secret lives; it opens nowhere else. */
export type SecretContext = { table: string; column: string; row: string | number };

const version = "g1";

function masterKeys(): { id: string; key: Buffer }[] {
  return env.encryptionKeys.split(",").map(entry => {
    const [id = "", encoded = ""] = entry.split(":");
    return { id, key: Buffer.from(encoded, "base64") };
  });
}

const contextText = (keyId: string, { table, column, row }: SecretContext) =>
  JSON.stringify([version, keyId, table, column, String(row)]);

// A key per row keeps the number of nonces per key tiny, and moves with nothing.
const rowKey = (master: Buffer, context: string) =>
  Buffer.from(hkdfSync("sha256", master, Buffer.alloc(0), context, 32));

/** Ids of the master keys, the one that writes first. */
export const masterKeyIds = (): string[] => masterKeys().map(({ id }) => id);

/** The beginning of every secret that this master key closed. */
export const secretPrefix = (keyId: string): string => `${version}.${keyId}.`;

/** Encrypts, bound to its row: `g1.<key id>.<nonce>.<tag>.<text>` in base64url (AES-256-GCM); by the first master key unless another is named. */
export function encrypt(plain: string, context: SecretContext, keyId = masterKeyIds()[0]): string {
  const master = masterKeys().find(({ id }) => id === keyId);
  if (!master) throw new Error(`ENCRYPTION_KEYS holds no key ${keyId}`);
  const text = contextText(master.id, context);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", rowKey(master.key, text), nonce, { authTagLength: 16 }).setAAD(
    Buffer.from(text),
  );
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return [
    version,
    master.id,
    nonce.toString("base64url"),
    cipher.getAuthTag().toString("base64url"),
    body.toString("base64url"),
  ].join(".");
}

/** A stored secret that does not open and never will: moved, cut or changed. */
export class SecretUnreadable extends Error {}

/** A stored secret that another master key closed than those given here: another process may have it, or this one after its restart. */
export class SecretKeyMissing extends Error {}

const unknownForm = () => new SecretUnreadable("secret cannot be opened: unknown form");

const shape = /^g1\.([a-z0-9]{1,16})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]*)$/;

/** Opens what `encrypt` made for this very row; throws SecretUnreadable when anything was moved, cut or changed, and SecretKeyMissing. */
export function decrypt(blob: string, context: SecretContext): string {
  const [, keyId, nonce, tag, body] = shape.exec(blob) ?? [];
  const master = masterKeys().find(key => key.id === keyId);
  if (!keyId || !nonce || !tag || body === undefined) throw unknownForm();
  // The last letter of base64url has spare bits: only the spelling that we write is ours.
  const spelled = [nonce, tag, body].every(part => Buffer.from(part, "base64url").toString("base64url") === part);
  if (!spelled) throw unknownForm();
  if (!master) throw new SecretKeyMissing(`ENCRYPTION_KEYS holds no key ${keyId}`);
  const text = contextText(master.id, context);
  const decipher = createDecipheriv("aes-256-gcm", rowKey(master.key, text), Buffer.from(nonce, "base64url"), {
    authTagLength: 16,
  });
  decipher.setAAD(Buffer.from(text)).setAuthTag(Buffer.from(tag, "base64url"));
  const opened = decipher.update(Buffer.from(body, "base64url"), undefined, "utf8");
  try {
    return opened + decipher.final("utf8");
  } catch (cause) {
    throw new SecretUnreadable("secret cannot be opened: it is not the one that was closed here", { cause });
  }
}

/** Keyed fingerprint (hex) of a code or identifier; the key is the pepper, which is not in the database. */
export const hmac = (purpose: string, text: string): string =>
  createHmac("sha256", env.otpPepper).update(`${purpose}\0${text}`).digest("hex");

/** SHA-256 in hex. */
export const sha256 = (text: string | Buffer): string => createHash("sha256").update(text).digest("hex");

/** `count` decimal digits, uniform, leading zeros kept. */
export const randomDigits = (count: number): string => String(randomInt(10 ** count)).padStart(count, "0");

/** A URL-safe random token of `bytes` bytes of entropy. */
export const randomToken = (bytes = 24): string => randomBytes(bytes).toString("base64url");

/** Compares in constant time; texts of other length are unequal. */
export function safeEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
