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

// Drivers hang whole clients, passwords included, on their errors: only words and stack leave.
const serializeError = (error: unknown) =>
  error instanceof Error
    ? `${"code" in error ? `${String(error.code)} ` : ""}${error.stack ?? error.message}`
    : String(error);

/** The product's log: JSON lines on stdout, personal data and secrets redacted; never console.log. */
export const log = pino({
  base: { pid: process.pid },
  timestamp: pino.stdTimeFunctions.isoTime,
  serializers: { err: serializeError },
  redact: { paths: secretKeys.flatMap(key => [key, `*.${key}`, `*.*.${key}`]), censor: "[redacted]" },
});
