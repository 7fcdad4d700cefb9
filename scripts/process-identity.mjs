import { spawnSync } from "node:child_process";
import fs from "node:fs";

/**
 * Tells what runs under a process id: its time of birth and its command line, or null for nobody and for a zombie.
 * A number alone is no proof: the system hands it out again.
 */
export function findProcess(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return fs.existsSync("/proc/self/stat") ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid) {
  try {
    // The name in brackets may hold anything, so count the fields behind the last bracket.
    const fields = fs
      .readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    if (fields[0] === "Z") return null;
    return { birth: fields[19], command: fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ") };
  } catch {
    return null;
  }
}

function fromPs(pid) {
  const ps = format => spawnSync("ps", ["-ww", "-o", format, "-p", String(pid)], { encoding: "utf8" }).stdout?.trim();
  const state = ps("stat=");
  if (!state || state.startsWith("Z")) return null;
  return { birth: ps("lstart="), command: ps("command=") };
}
