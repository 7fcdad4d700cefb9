import { env } from "../env";
import { log } from "../log";

/** What a span tells; never a secret, a person's data or a text of somebody else's. */
export type Attributes = Record<string, string | number | boolean | null | undefined>;

/** One piece of work that is over; ids in hex, times in milliseconds since 1970. */
export type EndedSpan = {
  traceId: string;
  spanId: string;
  parentId: string | undefined;
  name: string;
  kind: "internal" | "client" | "consumer";
  startedMs: number;
  endedMs: number;
  attributes: Attributes;
  isFailed: boolean;
};

const kinds = { internal: 1, client: 3, consumer: 5 } as const;
const flushMs = 1000;
const mostInBatch = 512;
const mostWaiting = 4096;
const giveUpMs = 5000;

const waiting: EndedSpan[] = [];
let dropped = 0;
let timer: NodeJS.Timeout | undefined;
let sending: Promise<void> | undefined;
let giveUp = new AbortController();

const toNanos = (ms: number) => String(BigInt(Math.round(ms * 1000)) * 1000n);

function toValue(value: string | number | boolean) {
  if (typeof value === "string") return { stringValue: value.slice(0, 500) };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

const toAttributes = (attributes: Attributes) =>
  Object.entries(attributes).flatMap(([key, value]) => (value == null ? [] : [{ key, value: toValue(value) }]));

const toWireSpan = (span: EndedSpan) => ({
  traceId: span.traceId,
  spanId: span.spanId,
  ...(span.parentId === undefined ? {} : { parentSpanId: span.parentId }),
  name: span.name,
  kind: kinds[span.kind],
  startTimeUnixNano: toNanos(span.startedMs),
  endTimeUnixNano: toNanos(span.endedMs),
  attributes: toAttributes(span.attributes),
  status: span.isFailed ? { code: 2 } : {},
});

/** Spans as OTLP has them in JSON. */
const toExport = (spans: readonly EndedSpan[]) => ({
  resourceSpans: [
    {
      resource: { attributes: toAttributes({ "service.name": env.otlpServiceName }) },
      scopeSpans: [{ scope: { name: "gangway" }, spans: spans.map(toWireSpan) }],
    },
  ],
});

async function post(spans: readonly EndedSpan[]): Promise<void> {
  if (!env.otlpEndpoint || spans.length === 0) return;
  try {
    const answer = await fetch(`${env.otlpEndpoint}/v1/traces`, {
      method: "POST",
      headers: { ...env.otlpHeaders, "Content-Type": "application/json" },
      body: JSON.stringify(toExport(spans)),
      redirect: "error",
      signal: AbortSignal.any([AbortSignal.timeout(giveUpMs), giveUp.signal]),
    });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`the collector answered ${answer.status}`);
  } catch (error) {
    log.warn({ err: error, spans: spans.length }, "spans were not taken");
  }
}

function drop(count: number): void {
  if (dropped === 0) log.warn("spans are dropped: the collector is too slow");
  dropped += count;
}

/** Posts what is waiting, one batch after the other, until nothing is. */
async function sendWaiting(): Promise<void> {
  while (waiting.length > 0) await post(waiting.splice(0, mostInBatch));
  sending = undefined;
  if (dropped > 0) log.warn({ spans: dropped }, "spans were dropped");
  dropped = 0;
}

function startSending(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  if (waiting.length > 0) sending ??= sendWaiting();
  return sending ?? Promise.resolve();
}

/** Sends what is waiting; done when that has been taken or given up, or at its deadline, when what still waits is dropped. */
export async function flushSpans(withinMs = giveUpMs): Promise<void> {
  const late = setTimeout(() => {
    if (waiting.length > 0) drop(waiting.splice(0).length);
    giveUp.abort(new Error("the time for sending is over"));
    giveUp = new AbortController();
  }, withinMs);
  await startSending();
  clearTimeout(late);
}

/** Keeps a span to be sent within a second, with its neighbours; what a slow collector does not take in time is dropped. */
export function sendSpan(span: EndedSpan): void {
  if (waiting.length >= mostWaiting) drop(1);
  else waiting.push(span);
  if (waiting.length >= mostInBatch) void startSending();
  else timer ??= setTimeout(startSending, flushMs).unref();
}
