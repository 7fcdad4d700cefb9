import { expect, test, vi } from "vitest";
import { OtlpReceiver } from "../testing/otlp-receiver";

const receiver = await OtlpReceiver.open();
const { flushSpans, sendSpan } = await import("./otlp");

const span = (name: string) =>
  sendSpan({
    traceId: "0".repeat(32),
    spanId: "0".repeat(16),
    parentId: undefined,
    name,
    kind: "internal",
    startedMs: 0,
    endedMs: 1,
    attributes: {},
    isFailed: false,
  });

test("A32: a slow collector gets one post at a time, and what it does not take in time is dropped at a cap", async () => {
  let release = () => undefined as unknown;
  receiver.hold = new Promise(resolve => {
    release = () => resolve(undefined);
  });
  for (let at = 0; at < 5000; at++) {
    span(`many ${at}`);
    if (at % 500 === 0) void flushSpans();
  }
  await vi.waitFor(() => expect(receiver.texts).toHaveLength(1));
  release();
  await flushSpans();
  expect(receiver.mostAtOnce).toBe(1);
  expect(receiver.spans).toHaveLength(1 + 4096);
});

test("A32: a collector that never answers holds up a flush for its deadline only, and the next one is as ever", async () => {
  receiver.hold = new Promise(() => undefined);
  const started = Date.now();
  for (let at = 0; at < 2000; at++) span("unheard");
  await Promise.all([flushSpans(300), flushSpans(300)]);
  expect(Date.now() - started).toBeLessThan(2000);
  receiver.hold = undefined;
  span("heard");
  await flushSpans();
  expect(receiver.spans.at(-1)?.name).toBe("heard");
});
