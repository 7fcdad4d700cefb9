import { expect, test } from "vitest";
import { syncStepIds } from "@/lib/agents/schema/sync";
import type { OnboardingRow } from "@/lib/platform/onboardings/view";
import { actsOf, effectsOf, onboardingActs, orderOf, stepsToRunFrom } from "./onboarding-acts-of";

type Standing = Parameters<typeof actsOf>[0];
type Run = NonNullable<OnboardingRow["run"]>["status"];

const standing = (kind: OnboardingRow["kind"], status: OnboardingRow["status"], more: Partial<Standing> = {}) => ({
  ...{ kind, status, step: "x", waitingFor: null, run: null, nextAttemptAt: null, isPaused: false, isOwned: true },
  ...more,
});
const after = (status: Run) => ({ run: { id: 1, status } });
const soon = { ...after("running"), nextAttemptAt: "2026-03-03T14:10:00.000Z" };
const acts = (...told: Parameters<typeof standing>) => actsOf(standing(...told), true).join(" ");

test("nothing is offered to whoever may only look, and no run to those for whom no worker runs", () => {
  for (const kind of ["store", "practitioner", "member", "agent", "customer"] as const)
    for (const status of ["pending", "running", "retrying", "failed", "waiting", "skipped"] as const)
      expect(actsOf(standing(kind, status, after("failed")), false)).toEqual([]);
  for (const kind of ["practitioner", "member"] as const)
    for (const status of ["pending", "running", "waiting", "failed", "cancelled", "complete"] as const)
      expect(acts(kind, status, after("failed")), `${kind} ${status}`).toBe("");
});

test.each<[string, string, Parameters<typeof standing>]>([
  ["a store that has not begun can only be skipped", "skip", ["store", "running"]],
  ["one without an owner not even that", "", ["store", "pending", { isOwned: false }]],
  ["a store's failed import", "retry from again skip", ["store", "running", after("failed")]],
  ["one that goes on", "cancel skip", ["store", "running", after("running")]],
  ["one that is tried again in a while", "retry cancel skip", ["store", "retrying", soon]],
  ["one that waits for a key", "resume cancel skip", ["store", "running", after("waiting")]],
  ["a skipped store", "retry from again resume", ["store", "skipped", after("partial")]],
  ["a store that is aboard", "from again", ["store", "complete", { ...after("complete"), step: null }]],
  ["aboard, its last run stopped", "retry from again", ["store", "complete", after("cancelled")]],
  ["an agent before the first run", "", ["agent", "pending"]],
  ["an agent's failed sync", "retry from again", ["agent", "failed", after("failed")]],
  ["one that was done in part", "retry from again", ["agent", "partial", after("partial")]],
  ["one that is complete lacks nothing", "from again", ["agent", "complete", after("complete")]],
  ["one that goes on", "cancel", ["agent", "running", after("pending")]],
  ["one that is tried again in a while", "retry cancel", ["agent", "retrying", soon]],
  ["one that is paused", "resume cancel", ["agent", "waiting", { ...after("waiting"), waitingFor: "resume" }]],
  ["what it waits for besides", "cancel", ["agent", "waiting", { ...after("waiting"), waitingFor: "rezen_key" }]],
  ["a pause between runs", "from again resume", ["agent", "complete", { ...after("complete"), isPaused: true }]],
  ["a customer's failed run", "retry from again", ["customer", "failed", after("failed")]],
  ["one that waits may be replaced", "from again resume cancel", ["customer", "waiting", after("waiting")]],
  ["one that is tried again in a while", "retry cancel", ["customer", "retrying", soon]],
  ["aboard, a step after its sync failed", "retry from again", ["customer", "complete", after("complete")]],
  ["aboard", "from again", ["customer", "complete", { ...after("complete"), step: null }]],
  ["aboard, a later run is tried again in a while", "retry cancel", ["agent", "complete", soon]],
  ["no sign of life", "cancel", ["customer", "stalled", after("running")]],
])("%s: %s", (_, expected, told) => expect(acts(...told)).toBe(expected));

test("each act that is offered says what others notice, and which call it is", () => {
  for (const kind of ["store", "agent", "customer"] as const)
    for (const act of onboardingActs.filter(one => one !== "skip" || kind === "store")) {
      expect(effectsOf(act, { kind, status: "failed" }), `${kind} ${act}`).not.toEqual([]);
      expect(orderOf(act, { id: 7, kind }, new FormData()).path).toMatch(/^\/api\/v1\/admin\/onboardings\/7\/[a-z]+$/);
    }
});

test("an agent's run can begin at each of its steps, in their order", () => {
  expect(stepsToRunFrom("agent")).toEqual(syncStepIds);
});
