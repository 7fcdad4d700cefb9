import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const secret = () => randomBytes(32).toString("base64");

// Secrets live for one run; whatever the caller set stays.
const defaults: Record<string, string> = {
  APP_ENV: "test",
  AUTH_SECRET: secret(),
  OTP_PEPPER: secret(),
  ENCRYPTION_KEYS: `t1:${secret()}`,
  CRON_SECRET: secret(),
  INTERNAL_API_TOKEN: secret(),
  METRICS_TOKEN: secret(),
  DATABASE_URL: "postgresql://nobody@127.0.0.1:1/unit-tests-have-no-database",
};
const env = Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, process.env[name] ?? value]));
const generated = ["**/node_modules/**", "**/.next*/**", "**/.data*/**", "prisma/generated/**", "e2e/**"];

// Those that wait for leases and tries, the longest first: begun last, one of them would be waited for alone.
const longest = [
  ...[
    "stores/import-takeover",
    "stores/import-stop",
    "stores/import-kills",
    "agents/sync-kills",
    "customers/sync-kills",
    "stores/client/faults",
    "agents/client/faults",
  ],
  ...["platform/notifications/crash", "platform/auth/crash", "platform/jobs/poison", "platform/secrets/rotate"],
  ...["platform/alerts/within-a-minute", "agents/many", "platform/flow/turn"],
  ...["platform/locks/with-lock", "platform/redis/outage"],
  ...["platform/notifications/faults", "platform/jobs/fairness", "platform/outbound/guarded", "platform/jobs/hanging"],
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex(name => moduleId.endsWith(`lib/${name}.db.test.ts`));
      return at === -1 ? longest.length : at;
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}

/** Two projects: `unit` is pure, `db` gives every test file a fresh migrated database beside the one of DATABASE_URL. */
export default defineConfig({
  root,
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      // These packages only work inside Next.
      { find: /^server-only$/, replacement: here("./nothing.ts") },
      { find: /^next-intl\/server$/, replacement: here("./next-intl-server.ts") },
    ],
  },
  test: {
    restoreMocks: true,
    env,
    passWithNoTests: false,
    reporters: ["default"],
    sequence: { sequencer: LongestFirst },
    pool: "forks",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...generated, "**/*.db.test.*"],
          setupFiles: [here("./fresh-process.ts"), here("./console.ts")],
          // One process takes one file after the other, each with modules and environment of its own: `fresh-process.ts`. Not those with a database:
          // what one of them leaves behind would open its own again, and the next file with it.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.{ts,tsx}"],
          exclude: generated,
          setupFiles: [here("./console.ts"), here("./fresh-database.ts")],
          globalSetup: [here("./template.ts")],
          // More than there are cores: at any moment most of them wait.
          maxWorkers: 5,
          // Only for what hangs: how fast something must be, a test says itself. Several take 20 s where two slow cores have five of them to do.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
