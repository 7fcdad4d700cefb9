import "./json-console.mjs";
import "./typescript.mjs";
import { sayReady, stopOnSignal } from "./lifeline.mjs";
import { openDatabase } from "./with-database.mjs";

const graceSeconds = 30;

const { env, close } = await openDatabase();
Object.assign(process.env, env);
await import("./check-environment.mjs");
if (process.exitCode) {
  await close();
  process.exit();
}
const { startWorker } = await import("../lib/worker.ts");
const worker = await startWorker();
stopOnSignal(() => worker.stop().finally(close), graceSeconds);
sayReady();
