import fs from "node:fs";

/** Counts of a test run: `{ passed, failed }`, summed over its sections. */
export class Tally {
  passed = 0;
  failed = 0;

  /** Adds a JSON report of vitest or Playwright. A tool that failed without a failed test to show for it counts as one. */
  add(file, isGreen) {
    const { passed, failed } = fs.existsSync(file)
      ? read(JSON.parse(fs.readFileSync(file, "utf8")))
      : { passed: 0, failed: 0 };
    this.passed += passed;
    this.failed += isGreen ? failed : Math.max(failed, 1);
  }

  /** The closing line, alone on its line, for people and programs. */
  get line() {
    return `${this.passed} passed, ${this.failed} failed`;
  }
}

function read(report) {
  if (report.stats) return { passed: report.stats.expected + report.stats.flaky, failed: report.stats.unexpected };
  return { passed: report.numPassedTests, failed: report.numFailedTests };
}
