import "server-only";
import { z } from "zod";
import { emergencyContacts } from "./emergency/read-contacts";
import { address, headerList, list, testNumbers, timeZone } from "./env-values";

// Words of which samples are made. What is random loses next to nothing with them.
const sampleWords =
  /secret|password|passphrase|change|replace|example|sample|demo|test|dummy|placeholder|insecure|default|please|production|development|super|value|least|characters?|bytes|string|random|generate|gangway|nextauth|token|your|this|here|with|[\s_.-]/gi;
const isSample = (text: string, bytes: number) =>
  new Set(text).size <= 5 ||
  /^(12345678|01234567|abcdefgh|qwerty)/i.test(text) ||
  Buffer.byteLength(text.replace(sampleWords, "")) < bytes * 0.75;
const secret = (bytes: number) =>
  z
    .string()
    .refine(text => Buffer.byteLength(text) >= bytes, `must have at least ${bytes} bytes`)
    .refine(text => !isSample(text, bytes), "is a sample value");
// Counted up, typed or repeated: keys that somebody wrote, not a generator.
const isSampleKey = (key: Buffer) =>
  new Set(key).size <= 5 ||
  new Set(key.map((byte, at) => byte - (key[at - 1] ?? 0))).size <= 5 ||
  key.every(byte => byte >= 0x20 && byte < 0x7f);
const whole = (fallback: number, most: number) => z.coerce.number().int().min(0).max(most).default(fallback);
const encryptionKeys = z
  .string()
  .refine(
    text =>
      text
        .split(",")
        .every(key => /^[a-z0-9]{1,16}:/.test(key) && Buffer.from(key.split(":")[1] ?? "", "base64").length === 32),
    "must be a comma list of id:base64 of 32 bytes",
  )
  .refine(
    text => new Set(text.split(",").map(key => key.split(":")[0])).size === text.split(",").length,
    "names a key id twice",
  )
  .refine(
    text => text.split(",").every(key => !isSampleKey(Buffer.from(key.split(":")[1] ?? "", "base64"))),
    "holds a sample key",
  );

const Env = z.object({
  APP_ENV: z.enum(["demo", "test", "production"]).default("demo"),
  PORT: whole(3000, 65_535),
  HOST: z.string().default("127.0.0.1"),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must be a postgres:// address"),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: "must be a redis:// or rediss:// address" }).optional(),
  APP_URL: z.url().optional(),
  AUTH_SECRET: secret(32),
  OTP_PEPPER: secret(16),
  ENCRYPTION_KEYS: encryptionKeys,
  CRON_SECRET: secret(16),
  INTERNAL_API_TOKEN: secret(16),
  METRICS_TOKEN: secret(16),
  LETZSHOP_API_URL: z.url().default("https://letzshop.lu/graphql"),
  REZEN_API_URL: address.prefault("https://yenta.therealbrokerage.com"),
  REZEN_DEALS_API_URL: address.prefault("https://arrakis.therealbrokerage.com"),
  REZEN_API_PROFILE: z.enum(["simple", "real"]).default("real"),
  ZUORA_EXTRA_BASE_URLS: list(""),
  TWILIO_API_URL: z.url().default("https://api.twilio.com"),
  TWILIO_ACCOUNT_SID: z.string().optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TWILIO_FROM: z.string().optional(),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().default("Gangway <no-reply@gangway.localhost>"),
  SLACK_API_URL: z.url().default("https://slack.com/api"),
  SLACK_BOT_TOKEN: z.string().optional(),
  SLACK_CHANNEL: z.string().optional(),
  SLACK_WEBHOOK_URL: z.url().optional(),
  S3_ENDPOINT: address.optional(),
  S3_REGION: z.string().optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be the name of a bucket")
    .optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: address.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: headerList,
  OTEL_SERVICE_NAME: z.string().default("gangway"),
  SANDBOX_URL: z.url().optional(),
  DATA_DIR: z.string().default(".data"),
  TRUST_PROXY_HOPS: whole(0, 10),
  OTP_COUNTRIES: list("LU FR BE DE NL US CA IN GB"),
  OTP_TEST_NUMBERS: testNumbers,
  OTP_TEST_NUMBERS_UNTIL: z.iso.date("must be a day like 2026-12-31").optional(),
  REMINDER_DAYS: whole(3, 365),
  AUTO_ACTIVATION_DAYS: z.coerce.number().int().min(1).max(365).default(3),
  REMINDER_TIME_ZONE: timeZone("Europe/Luxembourg"),
  ALERT_PROBE: z.enum(["on", "off"]).default("on"),
  ALERT_PROBE_TO: z.email().optional(),
  EMERGENCY_CONTACTS: emergencyContacts,
  VITALS_ONE_IN: whole(5, 1000),
  RATE_LIMIT_SCALE: z.coerce.number().positive().default(1),
  OUTBOUND_PRIVATE_ORIGINS: list(""),
  NODE_ENV: z.string().optional(), // "development" under the development server, set by Next
  GANGWAY_NEWEST_MIGRATION: z.string().optional(), // set by next.config.mjs at build
  GANGWAY_WIRE: z.string().optional(), // set by scripts/serve.mjs: the suffix of its private headers
});

const demoSecrets = /^(demo_|ls_sandbox|real_sandbox|zuora_sandbox|twilio_sandbox|ACsandbox|s3_sandbox|xoxb-sandbox)/;

const s3Names = ["S3_ENDPOINT", "S3_REGION", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"] as const;

/** Where pictures go; null when nothing of it is set, and then they go to the data folder. */
function bucketOf(values: z.infer<typeof Env>) {
  const { S3_ENDPOINT: endpoint, S3_REGION: region, S3_BUCKET: bucket } = values;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = values;
  if (!endpoint || !region || !bucket || !accessKeyId || !secretAccessKey) return null;
  return { endpoint, region, bucket, accessKeyId, secretAccessKey };
}

function complaints(values: z.infer<typeof Env>): string[] {
  const found: string[] = [];
  if (s3Names.some(name => values[name]))
    for (const name of s3Names) if (!values[name]) found.push(`${name} is missing, others of S3 are set`);
  if (values.OTP_TEST_NUMBERS.size > 0 && !values.OTP_TEST_NUMBERS_UNTIL)
    found.push("OTP_TEST_NUMBERS_UNTIL is missing: fixed codes need an end");
  if (Boolean(values.SLACK_BOT_TOKEN) !== Boolean(values.SLACK_CHANNEL))
    found.push(`${values.SLACK_CHANNEL ? "SLACK_BOT_TOKEN" : "SLACK_CHANNEL"} is missing, they belong together`);
  if (values.APP_ENV !== "production") return found;
  if (values.SLACK_WEBHOOK_URL && !/^https:\/\/hooks\.slack(-gov)?\.com\//.test(values.SLACK_WEBHOOK_URL))
    found.push("SLACK_WEBHOOK_URL is no address at https://hooks.slack.com");
  if (values.OTP_TEST_NUMBERS.size > 0) found.push("OTP_TEST_NUMBERS must not be set in production");
  if (values.RATE_LIMIT_SCALE !== 1) found.push("RATE_LIMIT_SCALE must be 1 in production");
  if (!values.APP_URL?.startsWith("https://")) found.push("APP_URL is missing or not https");
  if (!values.SMTP_URL) found.push("SMTP_URL is missing");
  for (const name of ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"] as const)
    if (!values[name]) found.push(`${name} is missing`);
  for (const [name, value] of Object.entries(values))
    if (typeof value === "string" && demoSecrets.test(value)) found.push(`${name} is a demo value`);
  return found;
}

/** Reads and checks a set of environment variables; throws one sentence that names every wrong or missing one. */
export function parseEnv(source: Record<string, string | undefined>) {
  const parsed = Env.safeParse(source);
  if (!parsed.success) {
    const names = parsed.error.issues.map(issue => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`Configuration is not usable. ${names.join("; ")}`);
  }
  const found = complaints(parsed.data);
  if (found.length > 0) throw new Error(`Configuration is not usable. ${found.join("; ")}`);
  const v = parsed.data;
  return {
    appEnv: v.APP_ENV,
    port: v.PORT,
    host: v.HOST,
    databaseUrl: v.DATABASE_URL,
    redisUrl: v.REDIS_URL,
    appUrl: (v.APP_URL ?? `http://localhost:${v.PORT}`).replace(/\/$/, ""),
    authSecret: v.AUTH_SECRET,
    otpPepper: v.OTP_PEPPER,
    encryptionKeys: v.ENCRYPTION_KEYS,
    cronSecret: v.CRON_SECRET,
    internalApiToken: v.INTERNAL_API_TOKEN,
    metricsToken: v.METRICS_TOKEN,
    letzshopApiUrl: v.LETZSHOP_API_URL,
    rezenApiUrl: v.REZEN_API_URL,
    rezenDealsApiUrl: v.REZEN_DEALS_API_URL,
    rezenApiProfile: v.REZEN_API_PROFILE,
    zuoraExtraBaseUrls: v.ZUORA_EXTRA_BASE_URLS,
    twilioApiUrl: v.TWILIO_API_URL.replace(/\/$/, ""),
    twilioAccountSid: v.TWILIO_ACCOUNT_SID,
    twilioAuthToken: v.TWILIO_AUTH_TOKEN,
    twilioFrom: v.TWILIO_FROM,
    smtpUrl: v.SMTP_URL,
    mailFrom: v.MAIL_FROM,
    slackApiUrl: v.SLACK_API_URL.replace(/\/$/, ""),
    slackBotToken: v.SLACK_BOT_TOKEN,
    slackChannel: v.SLACK_CHANNEL,
    slackWebhookUrl: v.SLACK_WEBHOOK_URL,
    s3: bucketOf(v),
    otlpEndpoint: v.OTEL_EXPORTER_OTLP_ENDPOINT,
    otlpHeaders: v.OTEL_EXPORTER_OTLP_HEADERS,
    otlpServiceName: v.OTEL_SERVICE_NAME,
    sandboxUrl: v.SANDBOX_URL,
    dataDir: v.DATA_DIR,
    trustProxyHops: v.TRUST_PROXY_HOPS,
    otpCountries: v.OTP_COUNTRIES,
    otpTestNumbers: v.OTP_TEST_NUMBERS,
    otpTestNumbersUntil: v.OTP_TEST_NUMBERS_UNTIL,
    reminderDays: v.REMINDER_DAYS,
    autoActivationDays: v.AUTO_ACTIVATION_DAYS,
    reminderTimeZone: v.REMINDER_TIME_ZONE,
    probesAlerts: v.ALERT_PROBE === "on",
    alertProbeTo: v.ALERT_PROBE_TO,
    emergencyContacts: v.EMERGENCY_CONTACTS,
    vitalsOneIn: v.VITALS_ONE_IN,
    rateLimitScale: v.RATE_LIMIT_SCALE,
    outboundPrivateOrigins: v.OUTBOUND_PRIVATE_ORIGINS,
    isDevelopment: v.APP_ENV !== "production" && v.NODE_ENV === "development",
    newestMigration: v.GANGWAY_NEWEST_MIGRATION,
    wireSuffix: v.GANGWAY_WIRE,
  };
}

export type Env = ReturnType<typeof parseEnv>;

let cached: Env | undefined;
/** The checked configuration; read once, at first use. */
export const env: Env = new Proxy({} as Env, {
  get: (_, name) => {
    // Next puts what it knows at build in place of the whole expression.
    cached ??= parseEnv({ ...process.env, GANGWAY_NEWEST_MIGRATION: process.env.GANGWAY_NEWEST_MIGRATION });
    return cached[name as keyof Env];
  },
});
