import "./json-console.mjs";
import "./typescript.mjs";
import { completeEnvironment } from "./environment.mjs";
import { sayReady, stopOnSignal } from "./lifeline.mjs";

const { env } = await completeEnvironment(process.env);
Object.assign(process.env, env);
const { startSandbox } = await import("../lib/sandbox.ts");
const smtpPort = Number(new URL(env.SMTP_URL).port);
const number = text => (text ? Number(text) : undefined);
// In the demo a sync is something to look at, as it is with the true one.
const rezen = { ...(env.APP_ENV === "demo" ? { latencyMs: 450 } : {}), ...JSON.parse(env.SANDBOX_REZEN || "{}") };
const sandbox = await startSandbox({
  port: Number(env.SANDBOX_PORT),
  host: "127.0.0.1",
  smtpPort,
  shipments: number(env.SANDBOX_SHIPMENTS),
  pieces: number(env.SANDBOX_PIECES),
  rezen,
  zuora: JSON.parse(env.SANDBOX_ZUORA || "{}"),
  latencyMs: number(env.SANDBOX_LATENCY_MS),
  appUrl: env.APP_URL ?? `http://localhost:${env.PORT}`,
  twilio: { accountSid: env.TWILIO_ACCOUNT_SID, authToken: env.TWILIO_AUTH_TOKEN },
});
stopOnSignal(() => sandbox.close(), 5);
sayReady();
if (!process.send) process.stdout.write(`The sandbox of upstreams listens on ${env.SANDBOX_URL}\n`);
