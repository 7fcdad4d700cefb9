import fs from "node:fs";
import path from "node:path";
import { livingHolder, waitForClaim, writeHolder } from "./claim.mjs";
import { ensureDatabase } from "./database.mjs";
import { findFreePort, isPortFree } from "./ports.mjs";
import { clearLeftovers, findRunningPort } from "./postgres-leftovers.mjs";
import { placePostgres, rememberPlace, runAsOwner } from "./postgres-place.mjs";

const preferredPort = 54320;

/**
 * Brings up the embedded Postgres of a data folder, or joins the one that runs: `{ databaseUrl, port, createDatabase(name), stop() }`.
 * It ends with its last user: `stop` leaves it running while another process of ours uses it.
 */
export async function startPostgres({ dataDir, secrets, settings = {} }) {
  const release = await waitForClaim(path.join(dataDir, "postgres.lock"), 60);
  try {
    const place = placePostgres(dataDir);
    const known = rememberPlace(place);
    if (place.moved && !known) await setAside(place);
    if (!fs.existsSync(path.join(place.data, "PG_VERSION"))) makeCluster(place, secrets.DATABASE_SUPERUSER_PASSWORD);
    const port = findRunningPort(place.data) ?? (await launch(place, settings));
    writeHolder(path.join(dataDir, "postgres-users", String(process.pid)));
    const address = { host: "127.0.0.1", port, user: "postgres", password: secrets.DATABASE_SUPERUSER_PASSWORD };
    const createDatabase = (name, options) =>
      ensureDatabase(address, { name, role: "gangway", password: secrets.DATABASE_PASSWORD, ...options });
    return { port, databaseUrl: await createDatabase("gangway"), createDatabase, stop: () => leave(place) };
  } finally {
    release();
  }
}

async function leave(place) {
  const release = await waitForClaim(path.join(place.dataDir, "postgres.lock"), 60);
  try {
    const users = path.join(place.dataDir, "postgres-users");
    fs.rmSync(path.join(users, String(process.pid)), { force: true });
    const others = fs.existsSync(users) ? fs.readdirSync(users) : [];
    if (!others.some(name => livingHolder(path.join(users, name)))) {
      fs.rmSync(users, { recursive: true, force: true });
      halt(place);
    }
  } finally {
    release();
  }
}

function halt(place) {
  if (findRunningPort(place.data) === null) return;
  runAsOwner(place, "pg_ctl", ["-D", place.data, "-m", "fast", "-w", "-t", "30", "stop"]);
}

/** The folder outside is named after the checkout. If the checkout's own data folder is new, what lies there belongs to a deleted one. */
async function setAside(place) {
  if (!fs.existsSync(place.data)) return;
  halt(place);
  await clearLeftovers(place.data);
  fs.renameSync(place.data, `${place.data}.before-${new Date().toISOString().replace(/\D/g, "")}`);
}

/** initdb works beside and is renamed when done: a killed one leaves nothing that looks like a database. */
function makeCluster(place, password) {
  const half = `${place.data}.new`;
  const passwordFile = `${place.data}.password`;
  fs.rmSync(half, { recursive: true, force: true });
  fs.rmSync(passwordFile, { force: true });
  fs.mkdirSync(half, { mode: 0o700 });
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (place.owner) for (const file of [half, passwordFile]) fs.chownSync(file, place.owner.uid, place.owner.gid);
  const locale = ["-E", "UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"];
  const access = ["-U", "postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  const made = runAsOwner(place, "initdb", ["-D", half, ...access, ...locale, "--no-sync", "--no-instructions"]);
  fs.rmSync(passwordFile, { force: true });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr + made.stdout}`);
  fs.renameSync(half, place.data);
}

async function launch(place, settings) {
  await clearLeftovers(place.data);
  const port = (await isPortFree(preferredPort)) ? preferredPort : await findFreePort();
  const log = path.join(place.data, "server.log");
  const all = { listen_addresses: "127.0.0.1", unix_socket_directories: "''", max_connections: 200, ...settings };
  const options = Object.entries(all).map(([name, value]) => `-c ${name}=${value}`);
  const args = ["-D", place.data, "-l", log, "-w", "-t", "30", "-o", `-p ${port} ${options.join(" ")}`, "start"];
  // The server inherits what we give to pg_ctl: a pipe would never close, so it gets none.
  const started = runAsOwner(place, "pg_ctl", args, { stdio: "ignore" });
  if (started.status === 0) return port;
  const tail = fs.existsSync(log) ? fs.readFileSync(log, "utf8").slice(-1500) : "";
  throw new Error(`Postgres does not start on port ${port}. Its log ${log} ends with:\n${tail}`);
}
