import { z } from "zod";
import type { CallLog } from "./call-log";
import { type FaultBook, FaultRule } from "./faults";
import type { LoadBook } from "./load";
import { jsonReply, type SandboxReply, type SandboxUpstream } from "./upstream";

type SandboxState = { faults: FaultBook; calls: CallLog; load: LoadBook };

/** The sandbox's own answers: faults, calls, how many at once, changed records and whether it is there. */
export function control(
  state: SandboxState,
  upstreams: readonly SandboxUpstream[],
  method: string,
  url: URL,
  body: Buffer,
): SandboxReply {
  const route = `${method} ${url.pathname}`;
  if (route === "GET /_health") return jsonReply(200, { status: "ok", upstreams: upstreams.map(entry => entry.name) });
  if (route === "GET /_faults") return jsonReply(200, state.faults.list());
  if (route === "PUT /_faults") return putFault(state, [...upstreams.map(entry => entry.name), "smtp"], body);
  if (route === "DELETE /_faults") {
    state.faults.clear(url.searchParams.get("upstream"));
    return jsonReply(200, state.faults.list());
  }
  if (route === "GET /_calls") {
    return jsonReply(200, state.calls.list(url.searchParams.get("upstream"), url.searchParams.get("operation")));
  }
  if (route === "DELETE /_calls") {
    state.calls.clear();
    return jsonReply(200, []);
  }
  if (route === "GET /_load") return jsonReply(200, state.load.list());
  if (route === "DELETE /_load") {
    state.load.forget();
    return jsonReply(200, state.load.list());
  }
  if (route === "PUT /_changes") return putChange(upstreams, body);
  if (route === "DELETE /_changes") {
    for (const { changes } of upstreams) changes?.clear();
    return jsonReply(200, {});
  }
  return jsonReply(404, { error: "not_found" });
}

const Change = z.strictObject({
  upstream: z.string(),
  id: z.string().min(1),
  fields: z.record(z.string(), z.unknown()).nullable(),
});

/** `{upstream, id, fields}`: from now on a record of an upstream has these fields over its own, or is gone when they are null. */
function putChange(upstreams: readonly SandboxUpstream[], body: Buffer): SandboxReply {
  const parsed = Change.safeParse(parseJson(body));
  const changes = upstreams.find(({ name }) => name === parsed.data?.upstream)?.changes;
  if (!parsed.success || !changes) return jsonReply(422, { error: "invalid_input" });
  changes.set(parsed.data.id, parsed.data.fields);
  return jsonReply(200, parsed.data);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

function putFault(state: SandboxState, upstreams: readonly string[], body: Buffer): SandboxReply {
  const value = parseJson(body);
  if (value === undefined) return jsonReply(400, { error: "invalid_json" });
  const parsed = FaultRule.safeParse(value);
  if (!parsed.success)
    return jsonReply(422, {
      error: "invalid_input",
      issues: parsed.error.issues.map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": ")),
    });
  const { upstream } = parsed.data;
  if (!upstreams.includes(upstream))
    return jsonReply(422, {
      error: "unknown_upstream",
      issues: [`upstream: there is no "${upstream}", there are ${upstreams.join(", ")}`],
    });
  state.faults.add(parsed.data);
  return jsonReply(200, state.faults.list());
}
