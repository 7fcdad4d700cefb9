import fc from "fast-check";
import { beforeAll, test } from "vitest";
import { isFull } from "@/lib/platform/testing/full-form";
import { expectRefusals, type Row } from "@/lib/platform/testing/impossible-rows";
import { newContract, newMember } from "@/lib/platform/testing/new-member";

beforeAll(async () => {
  await newMember((await newContract({ papers: {} })).id);
});

const day = fc.constantFrom("2026-01-01", "2026-06-30", "2026-12-31");
const time = fc.constantFrom("2026-01-01T00:00:00Z", "2026-06-30T12:00:00Z");
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const count = fc.integer({ min: -2, max: 4 });

const contracts = fc.record({ starts_on: day, ends_on: maybe(day) }).map(
  (columns): Row => ({
    table: "parent_subscription",
    columns: { id: "sub_impossible", employer_id: 1, created_at: "2026-01-01", ...columns },
    isPossible: columns.ends_on === null || columns.ends_on >= columns.starts_on,
  }),
);
const planRows = fc
  .record({
    seats: maybe(count),
    seats_taken: count,
    starts_on: maybe(day),
    ends_on: maybe(day),
    core_offering: fc.constantFrom("health", "Health", "", "a b"),
  })
  .map((columns): Row => {
    const { seats, seats_taken: taken, starts_on: from, ends_on: to } = columns;
    const hasSeats = taken >= 0 && (seats === null || taken <= seats);
    const hasDays = from === null || to === null || to >= from;
    return {
      table: "plan_subscription",
      columns: {
        id: "plan_impossible",
        parent_subscription_id: "sub_test_1",
        name: "Gold",
        created_at: "2026-01-01",
        ...columns,
      },
      isPossible: hasSeats && hasDays && columns.core_offering === "health",
    };
  });
const subscriptions = fc
  .record({
    started_at: time,
    ended_at: maybe(time),
    ended_because: maybe(fc.constantFrom("replaced", "deactivated", "boredom")),
    door: fc.constantFrom("direct", "window"),
  })
  .map((columns): Row => {
    const { started_at: from, ended_at: to, ended_because: why, door } = columns;
    const isOver = to !== null && why !== null && why !== "boredom" && to >= from;
    const goesOn = to === null && why === null;
    return {
      table: "member_subscription",
      columns: {
        id: "ms_impossible",
        member_id: 1,
        plan_subscription_id: "plan_papers1",
        core_offering: "spare",
        ...columns,
      },
      isPossible: door === "direct" && (isOver || goesOn),
    };
  });
const logRows = fc
  .record({
    from_state: maybe(fc.constant("draft")),
    to_state: maybe(fc.constant("activated")),
    code: maybe(fc.constant("not_found")),
    took_ms: count,
  })
  .map(
    (columns): Row => ({
      table: "activation_log",
      columns: {
        member_id: null,
        door: "admin",
        actor_kind: "system",
        event: "admin_activate",
        decision: "{}",
        at: "2026-01-01",
        ...columns,
      },
      isPossible: (columns.to_state === null) === (columns.code !== null) && columns.took_ms >= 0,
    }),
  );
const memberRows = fc
  .record({
    relation: fc.constantFrom("self", "child", "friend"),
    primary_member_id: maybe(fc.constant(1)),
    gender: maybe(fc.constantFrom("F", "X")),
    email: maybe(fc.constantFrom("low@example.com", "High@example.com", "")),
    phone_number: maybe(fc.constantFrom("+352621999999", "621999999")),
    state: fc.constantFrom("draft", "failed", "paused"),
    failed_code: maybe(fc.constant("no_seat")),
    partner_user_id: maybe(fc.constant("u1")),
    govt_id_name: maybe(fc.constantFrom("pan", "library")),
    govt_id: maybe(fc.constant("g1.closed")),
    govt_id_last_four: maybe(fc.constant("0124")),
    erased_at: maybe(fc.constant("2026-06-30")),
  })
  .map((columns): Row => {
    const { relation, email, govt_id: id, govt_id_name: paper, govt_id_last_four: four } = columns;
    const isRelated =
      relation === "self"
        ? columns.primary_member_id === null
        : relation === "child" && columns.primary_member_id === 1;
    const hasPapers = id === null ? paper === null && four === null : paper === "pan" && four !== null;
    const isReached = (email === null || email === "low@example.com") && columns.phone_number !== "621999999";
    const hasState = columns.state !== "paused" && (columns.failed_code === null || columns.state === "failed");
    const isForgotten = columns.erased_at === null || [email, columns.phone_number, id].every(one => one === null);
    const isPlain = columns.gender !== "X" && columns.partner_user_id === null;
    return {
      table: "member",
      columns: { parent_subscription_id: "sub_test_1", created_at: "2026-01-01", updated_at: "2026-01-01", ...columns },
      isPossible: isRelated && hasPapers && isReached && hasState && isForgotten && isPlain,
    };
  });

test("bar 101: rows that cannot be are refused by the database itself: seats, days, ends, outcomes, states and papers", () =>
  expectRefusals(
    fc.sample(fc.oneof(contracts, planRows, subscriptions, logRows, { weight: 3, arbitrary: memberRows }), {
      ...{ numRuns: isFull ? 20_000 : 800, seed: 9 },
    }),
  ));
