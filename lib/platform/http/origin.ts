import { env } from "../env";
import { AppError } from "../errors";

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

function isOwnOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const [given, own] = [new URL(origin), new URL(env.appUrl)];
  if (given.origin === own.origin) return true;
  // Outside production the loopback names are one origin: people type either.
  const bothLoopback = loopback.has(given.hostname) && loopback.has(own.hostname);
  return env.appEnv !== "production" && bothLoopback && given.port === own.port && given.protocol === own.protocol;
}

/** Throws `bad_origin` unless an unsafe request comes from our own pages; missing headers are a refusal too. */
export function requireSameOrigin(method: string, headers: Headers): void {
  if (["GET", "HEAD", "OPTIONS"].includes(method)) return;
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") throw new AppError("bad_origin");
  if (origin !== null && !isOwnOrigin(origin)) throw new AppError("bad_origin");
  if (origin === null && site === null) throw new AppError("bad_origin");
}

/** The public origin that links and documents name. */
export const publicOrigin = (): string => env.appUrl;
