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

test("Slack: a bot without a channel, or a channel without a bot, is named; production takes a webhook of Slack's and no sandbox", () => {
  expect(complaint({ SLACK_BOT_TOKEN: "xoxb-1", SLACK_CHANNEL: "#news" })).toBe("");
  expect(complaint({ SLACK_BOT_TOKEN: "xoxb-1" })).toContain("SLACK_CHANNEL is missing");
  expect(complaint({ SLACK_CHANNEL: "#news" })).toContain("SLACK_BOT_TOKEN is missing");
  const production = { APP_ENV: "production" };
  expect(complaint({ ...production, SLACK_WEBHOOK_URL: "https://hooks.slack.com/services/T1/B1/x" })).not.toContain(
    "SLACK",
  );
  expect(complaint({ ...production, SLACK_BOT_TOKEN: "xoxb-1", SLACK_CHANNEL: "C1" })).not.toContain("SLACK");
  for (const address of [
    "http://hooks.slack.com/services/T1/B1/x",
    "https://hooks.slack.com.evil.example/services/T1/B1/x",
  ])
    expect(complaint({ ...production, SLACK_WEBHOOK_URL: address }), address).toContain("SLACK_WEBHOOK_URL");
  expect(complaint({ ...production, SLACK_BOT_TOKEN: "xoxb-sandbox-1", SLACK_CHANNEL: "C1" })).toContain(
    "SLACK_BOT_TOKEN is a demo value",
  );
});

test("reZEN is asked where it lives, by its own paths, unless told otherwise; addresses lose the slash at their end", () => {
  const { rezenApiUrl, rezenDealsApiUrl, rezenApiProfile } = parseEnv(base());
  expect([rezenApiUrl, rezenDealsApiUrl, rezenApiProfile]).toEqual([
    ...["https://yenta.therealbrokerage.com", "https://arrakis.therealbrokerage.com", "real"],
  ]);
  const told = { REZEN_API_URL: "https://rezen.example/", REZEN_API_PROFILE: "simple" };
  expect(parseEnv({ ...base(), ...told })).toMatchObject({
    ...{ rezenApiUrl: "https://rezen.example", rezenApiProfile: "simple" },
  });
  expect(complaint({ REZEN_API_URL: "file:///etc" })).toContain("REZEN_API_URL");
  expect(complaint({ REZEN_API_PROFILE: "other" })).toContain("REZEN_API_PROFILE");
});

test("Redis is named by its address, or by none", () => {
  expect(parseEnv(base()).redisUrl).toBeUndefined();
  const redisUrl = "rediss://gangway:word@redis.example:6380/2";
  expect(parseEnv({ ...base(), REDIS_URL: redisUrl })).toMatchObject({ redisUrl });
  expect(complaint({ REDIS_URL: "redis.example:6379" })).toContain("REDIS_URL: must be a redis:// or rediss://");
  expect(complaint({ REDIS_URL: "https://redis.example" })).toContain("REDIS_URL");
});

test("emergency contacts are read whole, in any order, and one that is none is named by its number, not repeated", () => {
  const told = `gangway: Night desk, +352 621 000 000, night@example.com;
    zuora: Global Support, https://status.example.com/zuora, +1 (650) 555-0100
    zuora: Account team, team@example.com;`;
  expect(parseEnv(base()).emergencyContacts).toEqual([]);
  expect(parseEnv({ ...base(), EMERGENCY_CONTACTS: told }).emergencyContacts).toEqual([
    { party: "gangway", name: "Night desk", phone: "+352 621 000 000", email: "night@example.com", url: null },
    {
      ...{ party: "zuora", name: "Global Support", phone: "+1 (650) 555-0100", email: null },
      url: "https://status.example.com/zuora",
    },
    { party: "zuora", name: "Account team", phone: null, email: "team@example.com", url: null },
  ]);
  for (const odd of [
    ...["gangway: Clara", "gangway: +352621000000", "clara: Clara, +352621000000", "gangway Clara +352621000000"],
    ...["gangway: Clara, +352x", "gangway: Clara, clara@", "gangway: Clara, Anna, +352621000000"],
    ...["gangway: Clara, javascript:alert(1)", "gangway: Clara, https://", "gangway: Clara,, +352621000000"],
  ]) {
    const complained = complaint({ EMERGENCY_CONTACTS: `zuora: Support, support@example.com; ${odd}` });
    expect(complained, odd).toMatch(/EMERGENCY_CONTACTS: entry 2 must be like/);
    expect(complained, odd).not.toContain("Clara");
  }
});
