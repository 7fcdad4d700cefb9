import fs from "node:fs";
import path from "node:path";
import { inCheckout, root } from "./checkout.mjs";
import { keepSecrets } from "./secrets.mjs";

/** The data folder that an environment names, absolute. */
export const dataFolder = env => path.resolve(root, env.DATA_DIR || ".data");

/**
 * Completes an environment for our processes: what is set stays, what is unset gets its default; outside production also
 * secrets (made once) and the sandbox as every upstream. DATABASE_URL is left to the caller, who may have to start Postgres.
 */
export async function completeEnvironment(given) {
  // Next would read `.env` too, and more files, and only for the web server: what we have read is for all.
  const file = readEnvFile(given);
  const told = { ...file, ...given };
  const env = { ...withoutEmpty(file), ...withoutEmpty(given), __NEXT_PROCESSED_ENV: "true" };
  const dataDir = dataFolder(env);
  fs.mkdirSync(dataDir, { recursive: true });
  setDefaults(env, { APP_ENV: "demo", PORT: "3000", DATA_DIR: dataDir, NEXT_TELEMETRY_DISABLED: "1" });
  // What V8 has compiled at one start is read at the next: a quarter of a start of the web server, a seventh of a worker's.
  setDefaults(env, { NODE_COMPILE_CACHE: path.join(dataDir, "compiled") });
  const isProduction = env.APP_ENV === "production";
  setDefaults(env, { HOST: isProduction ? "0.0.0.0" : "127.0.0.1", SANDBOX_PORT: String(Number(env.PORT) + 10) });
  const secrets = await keepSecrets(dataDir);
  if (!isProduction) {
    const { DATABASE_PASSWORD, DATABASE_SUPERUSER_PASSWORD, ...ours } = secrets;
    setDefaults(env, { ...ours, APP_URL: `http://localhost:${env.PORT}` });
    // Whoever writes an empty secret meant to set one: that is refused, not replaced.
    for (const name of Object.keys(ours)) if (told[name] === "") env[name] = "";
    pointToSandbox(env);
  }
  setDefaults(env, { NEXTAUTH_URL: env.APP_URL });
  return { env, secrets, dataDir };
}

/** Names every unset upstream in the sandbox, and sets SANDBOX_URL if there is one: then the sandbox has to run. */
function pointToSandbox(env) {
  const sandbox = `http://127.0.0.1:${env.SANDBOX_PORT}`;
  const upstreams = {
    LETZSHOP_API_URL: `${sandbox}/letzshop/graphql`,
    REZEN_API_URL: `${sandbox}/rezen`,
    ZUORA_EXTRA_BASE_URLS: `${sandbox}/zuora`,
    TWILIO_API_URL: `${sandbox}/twilio`,
    SMTP_URL: `smtp://127.0.0.1:${Number(env.SANDBOX_PORT) + 1}`,
  };
  if (Object.keys(upstreams).every(name => env[name]) && isSlackSet(env)) return;
  if (!env.TWILIO_API_URL && !env.TWILIO_ACCOUNT_SID) {
    setDefaults(env, {
      TWILIO_ACCOUNT_SID: `AC${"sandbox0".repeat(4)}`,
      TWILIO_AUTH_TOKEN: "twilio_sandbox_token_0123456789ab",
      TWILIO_FROM: "+15005550006",
    });
  }
  // The paths of the sandbox's reZEN and its second address belong to the first.
  if (!env.REZEN_API_URL)
    setDefaults(env, { REZEN_DEALS_API_URL: `${sandbox}/rezen/deals`, REZEN_API_PROFILE: "simple" });
  // Who names a bot or a webhook means the real Slack.
  if (!isSlackSet(env)) {
    setDefaults(env, {
      SLACK_API_URL: `${sandbox}/slack/api`,
      SLACK_BOT_TOKEN: "xoxb-sandbox-0123456789-abcdefghijklmnop",
      SLACK_CHANNEL: "#onboarding",
    });
  }
  setDefaults(env, { ...upstreams, MAIL_FROM: "Gangway <hello@gangway.example>", SANDBOX_URL: sandbox });
  const origins = (env.OUTBOUND_PRIVATE_ORIGINS ?? "").split(",").filter(Boolean);
  env.OUTBOUND_PRIVATE_ORIGINS = [...new Set([...origins, sandbox])].join(",");
}

const isSlackSet = env => ["SLACK_BOT_TOKEN", "SLACK_CHANNEL", "SLACK_WEBHOOK_URL"].some(name => env[name]);

function setDefaults(env, defaults) {
  for (const [name, value] of Object.entries(defaults)) if (!env[name] && value) env[name] = value;
}

const withoutEmpty = env => Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));

/** Reads `.env` if there is one: NAME=value lines. Node has a reader of its own only since 20.12. Tests do not depend on it. */
function readEnvFile({ APP_ENV }) {
  const file = inCheckout(".env");
  if (APP_ENV === "test" || !fs.existsSync(file)) return {};
  const lines = fs.readFileSync(file, "utf8").split(/\r?\n/);
  const pairs = lines.map(line => /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line)).filter(Boolean);
  return Object.fromEntries(pairs.map(([, name, value]) => [name, value.replace(/^(["'])(.*)\1$/, "$2")]));
}
