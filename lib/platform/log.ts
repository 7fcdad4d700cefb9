import pino from "pino";

const secretKeys = [
  "apiKey",
  "api_key",
  "authorization",
  "cookie",
  "code",
  "otp",
  "password",
  "secret",
  "token",
  "phoneNumber",
  "phone_number",
  "email",
];

/** The product's log: JSON lines on stdout, personal data and secrets redacted; never console.log. */
export const log = pino({
  base: { pid: process.pid },
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: { paths: secretKeys.flatMap(key => [key, `*.${key}`, `*.*.${key}`]), censor: "[redacted]" },
});
