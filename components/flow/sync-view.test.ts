import fc from "fast-check";
import { expect, test } from "vitest";
import { listMissing, nextView, type SyncData, type SyncPart, type SyncView } from "./sync-view";

const start = Date.parse("2026-03-03T14:00:00Z");
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();

const orders = (done: number): SyncPart => ({
  id: "orders",
  title: "Orders",
  state: "running",
  done,
  total: 100,
  skipped: 0,
  issues: 0,
  error: null,
  attempts: 1,
  maxAttempts: 5,
  nextAttemptAt: null,
});

const run = (seconds: number, percent: number | null, more: Partial<SyncData> = {}): SyncData => ({
  status: "fetching",
  percent,
  parts: [orders(percent ?? 0)],
  startedAt: at(0),
  lastUpdateAt: at(seconds),
  endedAt: null,
  serverTime: at(seconds),
  ...more,
});

const watch = (...polls: SyncData[]) =>
  polls.reduce<SyncView | undefined>((before, poll) => nextView(before, poll, 0), undefined) as SyncView;

test("a bar and its counters never go backwards within a run", () => {
  const view = watch(run(2, 40), run(4, 30));
  expect(view.percent).toBe(40);
  expect(view.parts[0]?.done).toBe(40);
});

test("another run starts from its own figures", () => {
  expect(watch(run(2, 40), run(4, 5, { startedAt: at(3) })).percent).toBe(5);
});

test("100 percent waits for the end", () => {
  expect(watch(run(2, 100)).percent).toBe(99);
  expect(watch(run(2, 100), run(4, 100, { status: "completed" })).percent).toBe(100);
});

test("an unknown total stays unknown", () => {
  expect(watch(run(2, null)).percent).toBeNull();
});

test("A18: the time left of a run that goes on from 60 percent counts from there", () => {
  expect(watch(run(60, 63, { carriedPercent: 60 })).minutesLeft, "three of forty are too little to tell").toBeNull();
  expect(watch(run(60, 70, { carriedPercent: 60 })).minutesLeft).toBe(3);
});

test("the time left is told only after 10 percent and 10 seconds", () => {
  expect(watch(run(60, 9)).minutesLeft).toBeNull();
  expect(watch(run(9, 50)).minutesLeft).toBeNull();
  expect(watch(run(60, 25)).minutesLeft).toBe(3);
});

test("the time left is not told any more once it has grown twice", () => {
  expect(watch(run(60, 25), run(120, 26)).minutesLeft).toBe(6);
  expect(watch(run(60, 25), run(120, 26), run(240, 27), run(242, 90)).minutesLeft).toBeNull();
});

test("A18: what runs of before tell of the time left comes first, at once and before anything is done", () => {
  expect(watch(run(1, 0, { secondsLeft: 130 })).minutesLeft).toBe(2);
  expect(watch(run(60, 25, { secondsLeft: 29 })).minutesLeft).toBe(0);
  expect(watch(run(60, 25, { secondsLeft: null })).minutesLeft, "else by its own pace").toBe(3);
});

test("A18: what runs of before tell is not told any more either once it has grown twice, waits between or not", () => {
  const told = (seconds: number, secondsLeft: number) => run(seconds, 20, { secondsLeft });
  const waiting = run(15, 20, { status: "waiting" });
  expect(watch(told(10, 120), waiting, told(20, 240)).minutesLeft, "once").toBe(4);
  expect(watch(told(10, 120), waiting, told(20, 240), told(30, 120), told(40, 300)).minutesLeft).toBeNull();
  expect(watch(told(10, 120), told(20, 240), told(30, 360), told(40, 60)).minutesLeft, "for good").toBeNull();
});

test("silence of a minute is slow, of five minutes stuck; a part that waits for its next try is silent from then on, and a run that waits for somebody never", () => {
  const silent = (seconds: number, part = orders(1)) =>
    watch(run(seconds, 20, { lastUpdateAt: at(0), parts: [part] })).pace;
  expect(silent(59)).toBe("moving");
  expect(silent(60)).toBe("slow");
  expect(silent(300)).toBe("stuck");
  const retrying = { ...orders(1), state: "retrying" as const, nextAttemptAt: at(280) };
  expect([300, 340, 580].map(seconds => silent(seconds, retrying))).toEqual(["moving", "slow", "stuck"]);
  expect(watch(run(900, 20, { lastUpdateAt: at(0), status: "waiting" })).pace).toBe("moving");
});

// What a server might tell of one run, poll after poll, right or wrong.
const polls = fc
  .array(
    fc.record({
      pause: fc.integer({ min: 1, max: 900 }),
      percent: fc.option(fc.integer({ min: 0, max: 100 })),
      secondsLeft: fc.option(fc.integer({ min: 0, max: 4000 })),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map(all => {
    let seconds = 0;
    return all.map(({ pause, percent, secondsLeft }) => {
      seconds += pause;
      return run(seconds, percent, { secondsLeft });
    });
  });

/** What is shown after each poll. */
function follow(told: readonly SyncData[]): SyncView[] {
  const views: SyncView[] = [];
  for (const poll of told) views.push(nextView(views.at(-1), poll, 0));
  return views;
}

test("whatever is told of a run that goes on, its bar never goes back, is never lost again, and is never full", () => {
  fc.assert(
    fc.property(polls, told => {
      const percents = follow(told).map(view => view.percent ?? -1);
      expect(percents).toEqual(percents.toSorted((one, other) => one - other));
      expect(Math.max(...percents)).toBeLessThan(100);
    }),
  );
});

test("A18: whatever is told, the time left is whole minutes, by its own pace never told before 10 percent and 10 seconds, and grows at most once", () => {
  fc.assert(
    fc.property(polls, told => {
      let [growths, last] = [0, Infinity];
      for (const { minutesLeft, percent, secondsLeft, lastUpdateAt } of follow(told)) {
        if (minutesLeft === null) continue;
        expect(Number.isInteger(minutesLeft) && minutesLeft >= 0).toBe(true);
        if (secondsLeft == null) {
          expect(percent).toBeGreaterThanOrEqual(10);
          expect(Date.parse(lastUpdateAt ?? "") - start).toBeGreaterThanOrEqual(10_000);
        }
        if (minutesLeft > last) growths += 1;
        last = minutesLeft;
      }
      expect(growths).toBeLessThanOrEqual(1);
    }),
  );
});

test("missing is what failed, and what was stopped before and not asked for since", () => {
  const parts = (["done", "failed", "cancelled", "skipped"] as const).map(state => ({
    ...orders(1),
    id: state,
    state,
  }));
  expect(listMissing(parts).map(({ id }) => id)).toEqual(["failed", "cancelled"]);
});
