import fs from "node:fs";

/** Ends whatever a test run has left running, known by the GANGWAY_TEST_RUN in its environment. Answers how many there were. */
export function sweep(runId) {
  if (!fs.existsSync("/proc")) return 0;
  const left = fs
    .readdirSync("/proc")
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter(pid => environmentOf(pid).includes(`GANGWAY_TEST_RUN=${runId}\0`));
  for (const pid of left) {
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {}
  }
  return left.length;
}

function environmentOf(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    return "";
  }
}
