import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { inCheckout } from "@/scripts/checkout.mjs";
import type { Environment, Place } from "./place";

/** The resident memory at its peak, and less that of the idle process that was asked first, in MiB; delays of the event loop in milliseconds, of which one is always the timer's own. */
export type Told = { peakMiB: number; grownMiB: number; delayP99: number; longestDelay: number };

/** Looks into processes of the product from within, as they are started with `env`. */
export type Probe = {
  env: Environment;
  /** What a process did since it was last asked; `name` is that of its pid file. */
  ask(name: "web" | "worker"): Promise<Told>;
};

/** Makes a probe for processes that are started afterwards. */
export function openProbe(place: Place): Probe {
  const folder = mkdtempSync(path.join(tmpdir(), "gangway-probe-"));
  place.onEnd(async () => rmSync(folder, { recursive: true, force: true }));
  const preload = `--import=${pathToFileURL(inCheckout("bench", "harness", "inner-probe.mjs")).href}`;
  return {
    env: { GANGWAY_PROBE_DIR: folder, NODE_OPTIONS: preload },
    ask: async name => {
      const pid = Number(readFileSync(path.join(place.env.DATA_DIR ?? "", "run", `${name}.pid`), "utf8"));
      const file = path.join(folder, `${pid}.json`);
      process.kill(pid, "SIGUSR2");
      for (let left = 200; !existsSync(file); left--) {
        if (left === 0) throw new Error(`The ${name} process does not answer its probe.`);
        await sleep(25);
      }
      const told = JSON.parse(readFileSync(file, "utf8")) as Told;
      rmSync(file);
      return told;
    },
  };
}
