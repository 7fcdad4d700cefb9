import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findProcess } from "./process-identity.mjs";

/**
 * Finds the port of a Postgres that serves this data folder now, or null. `pg_ctl status` is no help: it takes a zombie, or
 * a stranger who got the same process id, for a server.
 */
export function findRunningPort(data) {
  const lines = readPidLines(data);
  if (!lines) return null;
  const found = findProcess(Number(lines[0]));
  return found?.command.includes(data) ? Number(lines[3]) : null;
}

/** Makes a data folder startable again after its server was killed. Call it only when `findRunningPort` found none. */
export async function clearLeftovers(data) {
  const lines = readPidLines(data);
  if (!lines) return;
  await endOrphans(data);
  // Postgres refuses to start while a process of that id exists, whoever it is. Name one that cannot exist, and keep the other
  // lines: by them Postgres still sees for itself whether somebody uses its shared memory.
  fs.writeFileSync(pidFile(data), ["2147483646", ...lines.slice(1)].join("\n"));
}

const pidFile = data => path.join(data, "postmaster.pid");

function readPidLines(data) {
  try {
    return fs.readFileSync(pidFile(data), "utf8").split("\n");
  } catch {
    return null;
  }
}

/** A busy backend outlives its killed server and rightly blocks the next one. Backends work in their data folder: so we know them. */
async function endOrphans(data) {
  for (const signal of ["SIGQUIT", "SIGKILL"]) {
    for (const pid of findOrphans(data)) {
      try {
        process.kill(pid, signal);
      } catch {}
    }
    for (let tries = 0; tries < 20 && findOrphans(data).length > 0; tries += 1) await sleep(100);
  }
}

function findOrphans(data) {
  if (!fs.existsSync("/proc")) return [];
  return fs
    .readdirSync("/proc")
    .filter(name => /^\d+$/.test(name))
    .filter(pid => {
      try {
        return fs.readlinkSync(`/proc/${pid}/cwd`) === data;
      } catch {
        return false;
      }
    })
    .map(Number);
}
