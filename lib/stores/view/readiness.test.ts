import fc from "fast-check";
import { expect, test } from "vitest";
import { isSkipped } from "@/lib/platform/flow/onboarding";
import { badgeOf, isThrough, isWhole } from "@/lib/platform/readiness/requirement";
import type { Standing, StepFacts } from "@/lib/platform/readiness/standing";
import { isFinished, isOpenAt, toReadiness } from "./readiness";

const at = new Date("2026-11-22T12:00:00Z");
const hour = 3_600_000;
const moment = fc.constantFrom(null, new Date(at.getTime() - hour), new Date(at.getTime() + hour));
const states = ["pending", "running", "retrying", "waiting", "done", "failed", "skipped"] as const;
const statuses = ["pending", "running", "waiting", "complete", "partial", "failed", "cancelled", "skipped"] as const;
const code = fc.constantFrom(null, "auth", "unreachable", "internal", "missing_column", "not_asked", "constructor");

const stepOf = (step: string, parent: string | null): fc.Arbitrary<StepFacts> =>
  fc.record({
    ...{ step: fc.constant(step), parent: fc.constant(parent), state: fc.constantFrom(...states) },
    ...{
      startedAt: moment,
      endedAt: moment,
      nextAttemptAt: moment,
      errorCode: code,
      errorField: fc.constantFrom(null, "csvUrlDe"),
      waitingFor: fc.constant(null),
    },
  });
const standing: fc.Arbitrary<Standing> = fc.record({
  status: fc.constantFrom(...statuses),
  skippedUntil: moment,
  createdAt: fc.constant(at),
  endedAt: moment,
  steps: fc.tuple(
    ...["merchant_profile", "letzshop_api", "product_import", "order_sync"].map(step => stepOf(step, null)),
    ...["orders", "products"].map(step => stepOf(step, "order_sync")),
  ),
  run: fc.option(
    fc.record({ status: fc.constantFrom(...statuses), createdAt: fc.constant(at), endedAt: moment, errorCode: code }),
  ),
});
const key = fc.option(fc.record({ savedAt: fc.constant(at), brokenAt: moment, brokenClass: code, deletedAt: moment }));
const tasks = fc.option(
  fc.record({
    ...{ feedLanguages: fc.option(fc.integer({ min: 0, max: 3 })), hasEveryArticle: fc.option(fc.boolean()) },
    ...{ hasEveryRow: fc.option(fc.boolean()), hasInvoiceDetails: fc.boolean(), hasDescription: fc.boolean() },
  }),
);

test("a store is let in when its set-up is through or somebody has skipped it, whatever else is due or wrong", () => {
  fc.assert(
    fc.property(standing, key, tasks, (of, heldKey, told) => {
      const requirements = toReadiness({ id: 1, code: "SHOP", standing: of, key: heldKey, tasks: told }, at);
      expect(isThrough(requirements)).toBe(of.status === "complete" || isSkipped(of, at));
      expect(isOpenAt(of, at), "what the gate reads is what everybody reads").toBe(isThrough(requirements));
      expect(isWhole(requirements)).toBe(of.status === "complete");
      expect(isFinished(of)).toBe(isWhole(requirements));
    }),
  );
});

test("each thing is told of once, an open one says why, and one that is done is nobody's to settle", () => {
  fc.assert(
    fc.property(standing, key, tasks, (of, heldKey, told) => {
      const requirements = toReadiness({ id: 1, code: "SHOP", standing: of, key: heldKey, tasks: told }, at);
      const codes = requirements.map(one => one.code);
      expect(new Set(codes).size).toBe(codes.length);
      for (const { code: what, state, owner, reason, fixUrl } of requirements) {
        if (owner === "upstream" && state === "waiting" && what !== "order_sync")
          expect(fixUrl, "goes on by itself").toBeNull();
        if (owner === "upstream" && state === "problem") expect(fixUrl, "was given up").not.toBeNull();
        expect(reason === null).toBe(state === "done");
        if (fixUrl !== null) expect(fixUrl).toMatch(/^\/store\/SHOP\/[a-z-]/);
      }
      const { counts } = badgeOf(requirements);
      expect(Object.values(counts).reduce((sum, one) => sum + one)).toBe(requirements.length);
    }),
  );
});
