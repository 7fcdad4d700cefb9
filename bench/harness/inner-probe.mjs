import { renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";

// Goes before a process of ours (node --import): at each SIGUSR2 it writes what its event loop did since the last one, and how far its memory
// went beyond that of the first one, when it was idle.
const folder = process.env.GANGWAY_PROBE_DIR;
const delay = monitorEventLoopDelay({ resolution: 1 });
const mebibytes = () => process.memoryUsage.rss() / 2 ** 20;
let [idle, peak] = [0, 0];

const look = () => {
  peak = Math.max(peak, mebibytes());
};

function tell() {
  look();
  idle ||= mebibytes();
  const told = {
    peakMiB: peak,
    grownMiB: peak - idle,
    delayP99: delay.percentile(99) / 1e6,
    longestDelay: delay.max / 1e6,
  };
  const file = path.join(folder, `${process.pid}.json`);
  writeFileSync(`${file}.new`, JSON.stringify(told));
  renameSync(`${file}.new`, file);
  delay.reset();
  peak = 0;
}

if (folder) {
  delay.enable();
  setInterval(look, 20).unref();
  process.on("SIGUSR2", tell);
}
