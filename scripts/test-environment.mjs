import { findFreePort } from "./ports.mjs";

const kept =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TERM|TMPDIR|NO_COLOR|FORCE_COLOR|XDG_\w+|CHROMIUM_PATH|REDIS_SERVER_PATH|PLAYWRIGHT_\w+)$/;
const keptNetwork = /^((https?|all|no)_proxy|npm_config_\w+|NODE_EXTRA_CA_CERTS|SSL_CERT_\w+)$/i;

/**
 * Makes the environment of a test run: ports, folders and data of its own. Of the user's only what programs need in order to run:
 * a DATABASE_URL or an upstream that someone has exported must never meet our tests.
 */
export async function testEnvironment(runId, isFull) {
  const own = Object.entries(process.env).filter(([name]) => kept.test(name) || keptNetwork.test(name));
  const port = await findFreePort([10, 11]);
  return {
    ...Object.fromEntries(own),
    // Tests of these switch them on; else each would add a mail and a call to what others count.
    ALERT_PROBE: "off",
    VITALS_ONE_IN: "0",
    APP_ENV: "test",
    CI: "1",
    DATA_DIR: ".test/data",
    GANGWAY_TEST_RUN: runId,
    HOST: "127.0.0.1",
    NEXT_DIST_DIR: ".next-test",
    PORT: String(port),
    ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }),
    ...(isFull ? { TEST_FULL: "1" } : {}),
  };
}
