import path from "node:path";
import { root } from "./checkout.mjs";
import { claim } from "./claim.mjs";
import { onEnding } from "./ending.mjs";
import { completeEnvironment } from "./environment.mjs";
import { isPortFree } from "./ports.mjs";
import { elapsed } from "./progress.mjs";
import { endRunning } from "./run.mjs";
import { SetUp } from "./set-up.mjs";
import { System } from "./system.mjs";

const dev = process.argv.includes("--dev");
process.chdir(root);

const setUp = new SetUp();
let system;
let release;
let isStopping = false;

const starting = start();
onEnding(
  async signal => {
    if (signal !== "SIGPIPE") console.log("\nStopping…");
    await stop();
    process.exit(0);
  },
  () => system?.stop({ force: true }),
);
try {
  await starting;
} catch (error) {
  if (!isStopping) {
    console.error(`\n${error.message}`);
    await stop();
    process.exit(1);
  }
}

async function start() {
  const { env, secrets, dataDir } = await completeEnvironment(process.env);
  const taken = claim(path.join(dataDir, "start.lock"));
  if (taken.heldBy)
    throw new Error(
      `Gangway runs in this checkout already, as process ${taken.heldBy}${env.APP_URL ? `, at ${env.APP_URL}` : ""}.`,
    );
  release = taken.release;
  await checkPorts(env);
  const accounts = await setUp.prepare({ env, secrets, dataDir, dev });
  system = new System(setUp.env, { dev, onEnd: fail });
  await setUp.step(env.SANDBOX_URL ? "Starting web server, worker and sandbox" : "Starting web server and worker", () =>
    system.start(),
  );
  greet(setUp.env, accounts);
}

async function checkPorts({ PORT, HOST, SANDBOX_PORT, SANDBOX_URL }) {
  const wanted = [["PORT", Number(PORT), HOST]];
  if (SANDBOX_URL)
    wanted.push(
      ["SANDBOX_PORT", Number(SANDBOX_PORT), "127.0.0.1"],
      ["SANDBOX_PORT + 1", Number(SANDBOX_PORT) + 1, "127.0.0.1"],
    );
  for (const [name, port, host] of wanted) {
    if (!(port > 0 && port < 65_536)) throw new Error(`${name} must be a port number, 1 to 65535.`);
    if (await isPortFree(port, host)) continue;
    throw new Error(
      `Port ${port} (${name}) is taken. End what uses it or choose another one, like: PORT=3100 npm start`,
    );
  }
}

/** Undoes in reverse what has been started so far, also when we are still in the middle of starting. */
async function stop() {
  isStopping = true;
  setUp.cancel();
  await endRunning();
  await system?.stop();
  await starting.catch(() => {});
  await system?.stop();
  await setUp.close();
  release?.();
}

async function fail(reason) {
  if (isStopping) return;
  console.error(reason);
  await stop();
  process.exit(1);
}

function greet(env, accounts) {
  const row = (left, right) => console.log(`  ${left.padEnd(36)} ${right}`);
  console.log(`\nGangway is ready after ${elapsed()}.\n`);
  row(env.APP_URL, "the app");
  if (env.APP_ENV !== "production") row(`${env.APP_URL}/dev/outbox`, "every code and message that was sent");
  if (env.SANDBOX_URL) row(env.SANDBOX_URL, "sandbox of upstreams");
  if (env.APP_ENV !== "production" && !dev) row(path.join(env.DATA_DIR, "logs"), "logs");
  if (accounts.length > 0) console.log(`\n  Sign in at ${env.APP_URL}/login as`);
  for (const [phone, who] of accounts) row(`  ${phone}`, who);
  const isOpen = env.APP_ENV !== "production" && !["127.0.0.1", "localhost", "::1"].includes(env.HOST);
  if (isOpen) console.log(`\n  HOST=${env.HOST}: whoever reaches this machine can read the codes in the outbox.`);
  console.log("\n  Ctrl-C stops everything.\n");
}
