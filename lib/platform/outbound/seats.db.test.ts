import { expect, test, vi } from "vitest";
import { transaction } from "../db";
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
