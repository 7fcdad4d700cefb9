import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { waitForClaim } from "./claim.mjs";

const token = () => crypto.randomBytes(32).toString("base64url");

const makers = {
  AUTH_SECRET: token,
  OTP_PEPPER: token,
  ENCRYPTION_KEYS: () => `k1:${crypto.randomBytes(32).toString("base64")}`,
  CRON_SECRET: token,
  INTERNAL_API_TOKEN: token,
  METRICS_TOKEN: token,
  DATABASE_PASSWORD: token,
  DATABASE_SUPERUSER_PASSWORD: token,
};

/** Reads the secrets of a data folder, making those that are missing, once. Without this file what was encrypted stays so. */
export async function keepSecrets(dataDir) {
  const file = path.join(dataDir, "secrets.json");
  const release = await waitForClaim(`${file}.lock`, 10);
  try {
    const known = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
    const missing = Object.keys(makers).filter(name => !known[name]);
    if (missing.length === 0) return known;
    const secrets = { ...known, ...Object.fromEntries(missing.map(name => [name, makers[name]()])) };
    const half = `${file}.new`;
    fs.rmSync(half, { force: true });
    fs.writeFileSync(half, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    fs.renameSync(half, file);
    return secrets;
  } finally {
    release();
  }
}
