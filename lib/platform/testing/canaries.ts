import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { inBase64, type Traces } from "./traces";

/** A secret in all its forms, and the name by which a failure tells of it. */
type Canary = { name: string; forms: string[] };

/** Every way in which bytes might have been written down: as they are, in base64 of both alphabets, in hex, or escaped for an address. */
function formsOf(secret: Buffer): string[] {
  const text = secret.toString("latin1");
  const base64 = inBase64(text).flatMap(form => [form, form.replaceAll("+", "-").replaceAll("/", "_")]);
  const hex = secret.toString("hex");
  const escaped = hex.replace(/../g, "%$&");
  return [text, ...base64, hex, hex.toUpperCase(), escaped, escaped.toUpperCase(), encodeURIComponent(text)];
}

/** A government id as it is kept, that browser tests have told of somebody; it has its right check digit. */
export const typedGovtId = "860314972056";

/** What no run of ours may leave anywhere: the keys that its stores and agents have typed, a government id, and the secrets of its own processes. */
export function listCanaries(): Canary[] {
  const { env } = process;
  const keys = ["ls_sandbox_key", "ls_noperm_key", "ls_limited_key", "real_sandbox_key", "real_solo_key"];
  const typed = [...keys, "real_noperm_key", "real_limited_key", "zuora_sandbox_secret"].map(key => ({
    name: key,
    secret: key,
  }));
  const papers = [{ name: "a government id", secret: typedGovtId }];
  const names = ["AUTH_SECRET", "OTP_PEPPER", "CRON_SECRET", "INTERNAL_API_TOKEN", "METRICS_TOKEN"];
  const own = names.map(name => ({ name, secret: env[name] ?? "" }));
  const masters = (env.ENCRYPTION_KEYS ?? "")
    .split(",")
    .map(key => ({ name: "a master key", secret: key.split(":")[1] ?? "" }));
  return [...typed, ...papers, ...own, ...masters].map(({ name, secret }) => {
    if (secret.length < 12) throw new Error(`${name} is not set`);
    // Most of ours are bytes in base64 by themselves.
    return { name, forms: [...formsOf(Buffer.from(secret)), ...formsOf(Buffer.from(secret, "base64"))] };
  });
}

/** Where a secret has been found, by name and place; never the secret. */
export function findSecrets(traces: Traces, canaries: readonly Canary[]): string[] {
  const hits = new Set<string>();
  for (const [place, lines] of traces)
    for (const line of lines)
      for (const { name, forms } of canaries)
        if (forms.some(form => line.includes(form))) hits.add(`${name} in ${place}`);
  return [...hits];
}

const packed = /\\x(1f8b[0-9a-f]{20,})/g;

/** Rows whose bytes are packed, with what is in them beside them. */
export const unpack = (dump: Traces): Traces =>
  new Map(
    [...dump].map(([place, rows]) => {
      const inside = (row: string) =>
        [...row.matchAll(packed)].map(([, hex]) => gunzipSync(Buffer.from(hex ?? "", "hex")).toString("utf8"));
      return [place, rows.flatMap(row => [row, ...inside(row)])];
    }),
  );

/** Every file of the build that a browser may be given, by its name, as lines. */
export function readServed(): Traces {
  const folder = path.join(String(process.env.NEXT_DIST_DIR), "static");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      return [path.relative(folder, file), readFileSync(file, "latin1").split("\n")];
    }),
  );
}
