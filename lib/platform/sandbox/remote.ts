import { env } from "../env";
import { AppError } from "../errors";
import { OutboundError } from "../outbound/outbound-error";
import { send } from "../outbound/send";

type Asked = { method?: "GET" | "PUT" | "DELETE"; json?: unknown };

/** Asks the sandbox itself. Throws `not_found` where there is none, `invalid_input` for what it refuses, and OutboundError. */
export async function askSandbox(path: string, { method = "GET", json }: Asked = {}): Promise<unknown> {
  if (env.appEnv === "production" || !env.sandboxUrl) throw new AppError("not_found");
  const url = new URL(path, env.sandboxUrl);
  const limits = { connectMs: 1000, headersMs: 3000, totalMs: 5000, wireBytes: 1_000_000 };
  const request = { upstream: "gangway" as const, url: url.href, method, json, limits, statuses: [422] };
  const { status, body } = await send({ ...request, privateOrigins: [url.origin] });
  if (status === 422) throw new AppError("invalid_input");
  return body;
}

/** The same where nobody may have to wait for it: null while it does not answer. */
export const askIfThere = (path: string): Promise<unknown> =>
  askSandbox(path).catch((error: unknown) => {
    if (error instanceof OutboundError) return null;
    throw error;
  });
