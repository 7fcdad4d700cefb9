import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { env } from "../env";
import { type Attributes, type EndedSpan, sendSpan } from "./otlp";

type Started = Pick<EndedSpan, "traceId" | "spanId">;
type Described = { name: string; kind?: EndedSpan["kind"]; attributes?: Attributes };

const current = new AsyncLocalStorage<Started>();
const newId = (bytes: number) => randomBytes(bytes).toString("hex");
const nowMs = () => performance.timeOrigin + performance.now();

// Its class alone: what an error says may hold what somebody typed.
const classOf = (thrown: unknown) => {
  const { kind, name } = thrown as { kind?: unknown; name?: unknown };
  return typeof kind === "string" ? kind : String(name ?? "unknown");
};

/**
 * Does work as one span of a trace: under the span in which it is called, else as the root of its own. `tell` adds to its attributes: names, ids and
 * numbers of ours only. Where no collector is configured there is only the work.
 */
export async function inSpan<T>(
  { name, kind = "internal", attributes = {} }: Described,
  work: (tell: (more: Attributes) => void) => Promise<T>,
): Promise<T> {
  if (!env.otlpEndpoint) return work(() => undefined);
  const parent = current.getStore();
  const ids = { traceId: parent?.traceId ?? newId(16), spanId: newId(8) };
  const startedMs = nowMs();
  const told = { ...attributes };
  let isFailed = false;
  try {
    return await current.run(ids, () => work(more => Object.assign(told, more)));
  } catch (thrown) {
    isFailed = true;
    told["error.type"] = classOf(thrown);
    throw thrown;
  } finally {
    sendSpan({ ...ids, parentId: parent?.spanId, name, kind, startedMs, endedMs: nowMs(), attributes: told, isFailed });
  }
}
