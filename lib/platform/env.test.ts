import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { parseEnv } from "./env";

const random = () => randomBytes(32).toString("base64");
const base = (): Record<string, string> => ({
  DATABASE_URL: "postgresql://nobody@127.0.0.1:1/nothing",
  AUTH_SECRET: random(),
  OTP_PEPPER: random(),
  ENCRYPTION_KEYS: `k1:${random()}`,
  CRON_SECRET: random(),
  INTERNAL_API_TOKEN: random(),
  METRICS_TOKEN: random(),
});
const complaint = (changed: Record<string, string>): string => {
  try {
    parseEnv({ ...base(), ...changed });
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

test("bar 16: what a generator made is never taken for a sample", () => {
  for (let i = 0; i < 2_000; i++) {
    const bytes = randomBytes(16);
    const drawn = { CRON_SECRET: bytes.toString("hex"), INTERNAL_API_TOKEN: bytes.toString("base64url") };
    expect(complaint({ ...drawn, AUTH_SECRET: randomBytes(24).toString("base64") })).toBe("");
  }
});

test.each([
  "changeme-changeme-changeme-changeme",
  "your-secret-goes-here-your-secret-goes-here",
  "this-is-a-secret-value-with-at-least-32-characters",
  "complex_password_at_least_32_characters_long",
  "super-secret-development-token-please-change",
  "replace-me-with-a-random-string-of-32-bytes",
  "12345678901234567890123456789012",
  "abcdefghijklmnopqrstuvwxyz012345",
  "0000000000000000000000000000000000000000",
  "xyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxy",
])("bar 16: %s is a sample", text => {
  expect(complaint({ AUTH_SECRET: text })).toBe("Configuration is not usable. AUTH_SECRET: is a sample value");
});

test.each([
  ["zeros", Buffer.alloc(32)],
  ["counted up", Buffer.from([...Array(32).keys()])],
  ["typed", Buffer.from("0123456789abcdef0123456789abcdef")],
  ["one byte and another", Buffer.from("ff00".repeat(16), "hex")],
])("bar 16: a master key of %s is a sample", (_, key) => {
  expect(complaint({ ENCRYPTION_KEYS: `k1:${key.toString("base64")}` })).toContain(
    "ENCRYPTION_KEYS: holds a sample key",
  );
});

test("a bucket for pictures is named wholly or not at all; without one they go to the data folder", () => {
  const bucket = {
    S3_ENDPOINT: "https://s3.eu-central-1.amazonaws.com/",
    S3_REGION: "eu-central-1",
    S3_BUCKET: "gangway-pictures",
    S3_ACCESS_KEY_ID: "AKIAIOSFODNN7",
    S3_SECRET_ACCESS_KEY: random(),
  };
  expect(parseEnv(base()).s3).toBeNull();
  expect(parseEnv({ ...base(), ...bucket }).s3).toMatchObject({ endpoint: "https://s3.eu-central-1.amazonaws.com" });
  for (const name of Object.keys(bucket) as (keyof typeof bucket)[]) {
    const { [name]: _, ...rest } = bucket;
    expect(complaint(rest)).toBe(`Configuration is not usable. ${name} is missing, others of S3 are set`);
  }
  expect(complaint({ ...bucket, S3_BUCKET: "../secrets" })).toContain("S3_BUCKET: must be the name of a bucket");
  expect(complaint({ ...bucket, S3_ENDPOINT: "file:///etc" })).toContain("S3_ENDPOINT");
});
