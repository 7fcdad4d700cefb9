import { existsSync } from "node:fs";
import { defineConfig, devices } from "@playwright/test";
import { disabledFeatures } from "@/lib/platform/testing/chromium";
import { isFull } from "@/lib/platform/testing/full-form";
import type { Surroundings } from "./fixtures";

const installed = "/usr/bin/chromium";
const { E2E_CHROMIUM, PLAYWRIGHT_CHROMIUM_PATH, E2E_BASE_URL, SANDBOX_URL, CRON_SECRET } = process.env;
const executablePath = E2E_CHROMIUM ?? PLAYWRIGHT_CHROMIUM_PATH ?? (existsSync(installed) ? installed : undefined);

/** Browser tests against a product that runs already: `scripts/test.mjs` starts one and says where. */
export default defineConfig<object, Surroundings>({
  testDir: ".",
  outputDir: "../.test/browser",
  globalSetup: "../lib/platform/testing/product-template.ts",
  // More than two cores: a third of the time a test waits for somebody.
  workers: 3,
  retries: 0,
  // Both only for what hangs or never comes, however busy the machine is: how fast something must be, a test says itself.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env.CI),
  projects: [
    { name: "browser", testIgnore: "afterwards.spec.ts" },
    { name: "afterwards", testMatch: "afterwards.spec.ts", dependencies: ["browser"] },
  ],
  use: {
    ...devices["Desktop Chrome"],
    actionTimeout: 60_000, // as above
    baseURL: E2E_BASE_URL ?? "http://localhost:3000",
    // A trace films every test, to throw most of the films away: a seventh of all that the tests compute.
    trace: isFull ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    sandboxUrl: SANDBOX_URL ?? "http://127.0.0.1:3010",
    cronSecret: CRON_SECRET ?? "",
    launchOptions: {
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        `--disable-features=${disabledFeatures.join(",")}`,
      ],
    },
  },
});
