import { expect, test, vi } from "vitest";
import { transaction } from "../db";
import { env } from "../env";
import { withConnection } from "../testing/database";
import { requireClosed, requireDue } from "./breaker";
import { takeSeat } from "./seats";

/** Another process holds every seat. */
const holdAll = () =>
  transaction(
    "system",
    tx => tx.$executeRaw`
      INSERT INTO upstream_seat (upstream, number, holder, until)
      SELECT 'slack', generate_series(1, 4), 'other', now() + interval '1 minute'`,
  );
const free = (count: number) =>
  transaction(
    "system",
    tx => tx.$executeRaw`
  UPDATE upstream_seat SET holder = NULL, until = now() WHERE upstream = 'slack' AND number <= ${count}`,
  );

test("bar 89: who comes first sits first, and each seat that comes free goes to the next in line at once", async () => {
  await holdAll();
  const sat: number[] = [];
  const putBacks: (() => void)[] = [];
  const waiting = Array.from({ length: 12 }, async (_, at) => {
    const putBack = await takeSeat("slack", { holdMs: 1000 });
    sat.push(at);
    putBacks.push(putBack);
  });
  await free(2);
  for (let count = 2; count <= 12; count++) {
    await vi.waitUntil(() => sat.length >= count, { timeout: 4000, interval: 2 });
    expect(sat.length, "no more sit than there are seats").toBe(count);
    putBacks.shift()?.();
  }
  await Promise.all(waiting);
  expect(sat).toEqual(sat.map((_, at) => at));
  for (const putBack of putBacks) putBack();
});

test("bar 90: while the database cannot be asked for seats or circuits everybody in line is told that we are busy, which costs no try", async () => {
  const rename = (from: string, to: string) =>
    withConnection(env.databaseUrl, client => client.query(`ALTER TABLE ${from} RENAME TO ${to}`));
  await rename("upstream_seat", "no_seat");
  await rename("upstream_breaker", "no_breaker");
  const told = await Promise.allSettled([
    ...[takeSeat("twilio", { holdMs: 1000 }), takeSeat("twilio", { holdMs: 1000 })],
    ...[requireDue("rezen", "rezen"), requireClosed("twilio", "twilio")],
  ]);
  await rename("no_seat", "upstream_seat");
  await rename("no_breaker", "upstream_breaker");
  const busy = { status: "rejected", reason: { reason: "busy", kind: "rate_limit", retryAfterSeconds: 5 } };
  expect(told).toMatchObject([busy, busy, busy, busy]);
  (await takeSeat("twilio", { holdMs: 1000 }))();
});
