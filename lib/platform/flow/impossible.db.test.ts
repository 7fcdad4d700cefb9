import fc from "fast-check";
import { beforeAll, test } from "vitest";
import { transaction } from "../db";
import { isFull } from "../testing/full-form";
import { expectRefusals, type Row } from "../testing/impossible-rows";

let known: { free: number; store: number; onboarding: number; admin: number };
beforeAll(async () => {
  known = await transaction("system", async tx => {
    const told = { ownerName: "O", email: "o@example.com", phoneNumber: "+352621000000" };
    const { id: free } = await tx.store.create({ data: { ...told, name: "F", code: "FREE" } });
    const { id: store } = await tx.store.create({ data: { ...told, name: "S", code: "TAKEN" } });
    const { id: onboarding } = await tx.onboarding.create({ data: { kind: "store", storeId: store } });
    const { id: admin } = await tx.user.create({ data: { name: "Admin" } });
    return { free, store, onboarding, admin };
  });
});

const time = fc.constantFrom("2026-01-01T00:00:00Z", "2026-06-30T12:00:00Z");
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const text = (words: string) => maybe(fc.constant(words));
const count = fc.integer({ min: -2, max: 4 });

const onboardings = () =>
  fc
    .record({
      status: fc.constantFrom("pending", "running", "complete", "skipped", "asleep"),
      started_at: maybe(time),
      ended_at: maybe(time),
      skipped_at: maybe(time),
      skipped_by_id: maybe(fc.constant(known.admin)),
      skipped_reason: maybe(fc.constantFrom("because", "the shop has no products yet")),
    })
    .map((columns): Row => {
      const {
        status,
        started_at: from,
        ended_at: to,
        skipped_at: at,
        skipped_by_id: by,
        skipped_reason: why,
      } = columns;
      const hasEnd = to === null ? status !== "complete" : from !== null && to >= from;
      const isExplained = status !== "skipped" || (at !== null && by !== null && why !== null && why.length >= 10);
      return {
        table: "onboarding",
        columns: { kind: "store", store_id: known.free, ...columns },
        isPossible: hasEnd && isExplained && status !== "asleep",
      };
    });

const steps = () =>
  fc
    .record({
      state: fc.constantFrom("pending", "running", "done", "failed", "retrying", "skipped", "waiting", "asleep"),
      ended_at: maybe(time),
      done: count,
      total: maybe(count),
      attempts: fc.integer({ min: -1, max: 4 }),
      error_code: text("timeout"),
      next_attempt_at: maybe(time),
      skip_reason: text("not wanted"),
      waiting_for: text("key"),
    })
    .map((columns): Row => {
      const { state, done, total } = columns;
      const counts = done >= 0 && columns.attempts >= 0 && (total === null || total >= done);
      const needs = {
        done: "ended_at",
        failed: "error_code",
        retrying: "next_attempt_at",
        skipped: "skip_reason",
      } as const;
      const isTold = !(state in needs) || columns[needs[state as keyof typeof needs]] !== null;
      const waits = (state === "waiting") === (columns.waiting_for !== null);
      return {
        table: "onboarding_step",
        columns: { onboarding_id: known.onboarding, step: "impossible", position: 0, ...columns },
        isPossible: counts && isTold && waits && state !== "asleep",
      };
    });

const runs = () =>
  fc
    .record({
      status: fc.constantFrom("pending", "running", "waiting", "complete", "partial", "failed", "cancelled", "asleep"),
      ended_at: maybe(time),
      carried_percent: fc.constantFrom(-1, 0, 40, 100, 101),
      error_code: text("timeout"),
      error_message: text("nobody answers"),
    })
    .map((columns): Row => {
      const { status, ended_at: to, carried_percent: carried, error_code: code, error_message: why } = columns;
      const isEnded = !["pending", "running", "waiting"].includes(status);
      const isTold = code === null || (status === "failed" && why !== null);
      return {
        table: "onboarding_run",
        columns: { onboarding_id: known.onboarding, number: 1, trigger: "first", ...columns },
        isPossible: isEnded === (to !== null) && isTold && carried >= 0 && carried <= 100 && status !== "asleep",
      };
    });

const products = () =>
  fc.record({ price: count, sale_price: maybe(count) }).map((columns): Row => {
    const given = {
      external_id: "1",
      currency: "EUR",
      tax_rate: 17,
      delivery_method: "package_delivery",
      preorder_days: 0,
    };
    return {
      table: "products",
      columns: { store_id: known.store, ...given, ...columns },
      isPossible: columns.price >= 0 && (columns.sale_price ?? 0) >= 0,
    };
  });

test("bar 101: rows that cannot be are refused by the database itself: ends, skips, counts, percents, outcomes and prices", () =>
  expectRefusals(
    fc.sample(fc.oneof(onboardings(), steps(), runs(), products()), { numRuns: isFull ? 20_000 : 800, seed: 9 }),
  ));
