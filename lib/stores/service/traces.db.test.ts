import { expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { nudge } from "@/lib/platform/flow/start-run";
import { pull } from "@/lib/platform/jobs/work";
import { guarded } from "@/lib/platform/outbound/guarded";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import { OtlpReceiver } from "@/lib/platform/testing/otlp-receiver";
import { keepFeeds, keepKey, newStoreRun } from "@/lib/platform/testing/store-run";
import { openTestShop, wireShipment } from "@/lib/platform/testing/test-shop";
import { flushSpans } from "@/lib/platform/tracing/otlp";
import { storeJobs } from "../jobs";
import { importQueue } from "./import-queue";

const receiver = await OtlpReceiver.open();
const shop = await openTestShop();
const secretKey = "key_of_a_shop_0123456789";

test("A32: a job is one trace: its parts under it, and each call to an upstream under its part, and no secret is in it", async () => {
  shop.keys = new Set([secretKey]);
  shop.shipments.unconfirmed = [wireShipment("s1", [1])];
  shop.feeds = { "fr.csv": "id,title,price\nP1,T,1.00\n" };
  const at = await newStoreRun();
  await keepKey(at.storeId, "shop-1", secretKey);
  await keepFeeds(at.storeId, {
    fr: `${shop.url.replace("//", "//feed_user:feed_password@")}/fr.csv?token=feedtoken0123456789abcdef`,
  });
  shop.feeds["fr.csv?token=feedtoken0123456789abcdef"] = shop.feeds["fr.csv"] ?? "";
  await transaction("system", tx => nudge(tx, importQueue, at.onboardingId));
  expect(await pull(storeJobs, 20_000)).toMatchObject({ completed: 1, failed: 0 });
  await flushSpans();

  const { spans } = receiver;
  const [job, ...others] = spans.filter(span => span.parentSpanId === undefined);
  expect([job?.name, job?.kind, others]).toEqual(["job stores.import", 5, []]);
  expect(new Set(spans.map(span => span.traceId)), "one trace").toEqual(new Set([job?.traceId]));
  expect(job?.traceId).toMatch(/^[0-9a-f]{32}$/);
  const parts = spans.filter(span => span.parentSpanId === job?.spanId);
  expect(parts.map(part => part.name)).toEqual(["step orders", "step products"]);
  expect(parts[0]?.attributes).toMatchObject({ "run.id": String(at.runId), "step.attempt": "1" });
  const calls = spans.filter(span => span.kind === 3);
  expect(calls.length).toBeGreaterThanOrEqual(4);
  for (const call of calls) {
    const over = parts.find(part => part.spanId === call.parentSpanId);
    expect(over?.name).toBe(call.name === "GET feeds" ? "step products" : "step orders");
    expect(call.attributes["support.code"]).toBe(`job_${at.runId}`);
    if (call.name === "POST letzshop") expect(call.attributes["http.response.status_code"]).toBe("200");
    expect(BigInt(call.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(call.startTimeUnixNano));
    expect(BigInt(call.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(over?.startTimeUnixNano ?? 0));
  }
  const sent = receiver.texts.join();
  for (const secret of [secretKey, "feed_password", "feed_user", "feedtoken0123456789abcdef", "a@example.com"])
    expect(sent, "nothing of a secret or a person").not.toContain(secret);
  expect(receiver.headers[0]).toMatchObject({ address: "/v1/traces", "x-api-key": "kept apart" });
});

test("A32: a call that failed says of which class, not what was said; a collector that refuses changes nothing", async () => {
  receiver.status = 503;
  const one = {
    upstream: "feeds",
    circuit: "feeds traced",
    method: "GET",
    address: "https://shop.example/a",
    attempt: 1,
    holdMs: 1000,
  } as const;
  const fail = () =>
    Promise.reject(
      new OutboundError("auth", { upstream: "feeds", reason: "http_status", status: 401, retryable: false }),
    );
  await expect(guarded(one, fail)).rejects.toMatchObject({ kind: "auth" });
  await flushSpans();
  expect(receiver.spans.at(-1)).toMatchObject({
    name: "GET feeds",
    status: { code: 2 },
    attributes: { "error.type": "auth" },
  });
});
