import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findProcess } from "./process-identity.mjs";

/**
 * Takes a file for this process: answers `{ release }`, or `{ heldBy }` with the process id of the living holder.
 * A claim whose process died, by SIGKILL too, counts as free.
 */
export function claim(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const mine = `${file}.${crypto.randomUUID()}`;
  writeHolder(mine);
  try {
    for (;;) {
      try {
        // A link appears whole or not at all, so that nobody reads a half-written claim.
        fs.linkSync(mine, file);
        return { release: () => fs.rmSync(file, { force: true }) };
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
      const holder = livingHolder(file);
      if (holder) return { heldBy: holder };
      dropDead(file, mine);
    }
  } finally {
    fs.rmSync(mine, { force: true });
  }
}

/** Takes a file as `claim` does, but waits for its holder, at most `seconds`, then throws. */
export async function waitForClaim(file, seconds) {
  for (let waited = 0; ; waited += 0.05) {
    const { release, heldBy } = claim(file);
    if (release) return release;
    if (waited > seconds) throw new Error(`${file} has been held by process ${heldBy} for ${seconds} s.`);
    await sleep(50);
  }
}

/** Writes down this process in a file, so that `livingHolder` finds it while it lives. */
export function writeHolder(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify({ pid: process.pid, birth: findProcess(process.pid)?.birth }));
}

/** Reads the process id in a claim, or null if that process is gone. */
export function livingHolder(file) {
  try {
    const { pid, birth } = JSON.parse(fs.readFileSync(file, "utf8"));
    return findProcess(pid)?.birth === birth ? pid : null;
  } catch {
    return null;
  }
}

/** Two may find the same dead claim: the rename lets one win, and gives back what a third has taken meanwhile. */
function dropDead(file, mine) {
  const aside = `${mine}.dead`;
  try {
    fs.renameSync(file, aside);
    if (livingHolder(aside)) fs.linkSync(aside, file);
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error;
  } finally {
    fs.rmSync(aside, { force: true });
  }
}
