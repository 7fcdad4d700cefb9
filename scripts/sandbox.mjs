import "./worker-hooks.mjs";
import "tsx";
import { completeEnvironment } from "./environment.mjs";
import { sayReady, stopOnSignal } from "./lifeline.mjs";

const { env } = await completeEnvironment(process.env);
Object.assign(process.env, env);
const { startSandbox } = await import("../lib/sandbox.ts");
const smtpPort = Number(new URL(env.SMTP_URL).port);
const sandbox = await startSandbox({ port: Number(env.SANDBOX_PORT), host: "127.0.0.1", smtpPort });
stopOnSignal(() => sandbox.close(), 5);
sayReady();
if (!process.send) console.log(`The sandbox of upstreams listens on ${env.SANDBOX_URL}`);
