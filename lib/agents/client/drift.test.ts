import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isCleanText } from "@/lib/platform/clean-text";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import { parseJson } from "@/lib/platform/parse-json";
import { driftOf } from "@/lib/platform/testing/drift";
import { isFull } from "@/lib/platform/testing/full-form";
import { dealsOf } from "../sandbox/deals";
import { capWire, contributionsOf, equityWire, paymentsOf } from "../sandbox/revshare";
import type { Wire } from "../sandbox/wire";
import { agentWire, downLineOf, membersOf, sponsorsOf, usualSizes, worldOf } from "../sandbox/world";
import { readAgentBody } from "./agent";
import { readCapBody } from "./cap";
import { dealPart } from "./deals";
import { Drift } from "./drift";
import { readEquityBody } from "./equity";
import { downLinePart, sponsorPart } from "./network";
import { type Part, readEntry } from "./pages";
import { contributionPart, paymentPart } from "./revshare";
import { members } from "./team";

const world = worldOf(usualSizes, new Date("2026-11-21T00:00:00Z"));
const [me] = world.agents;
if (!me) throw new Error("there is an agent");
type Reader = Pick<Part<unknown>, "name" | "read" | "leftOut">;

/** Every text and name in a value. */
const textsIn = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, held]) => [name, ...textsIn(held)]);
};

const readers: [name: string, reader: Reader, entry: Wire][] = [
  ["a transaction", dealPart("transaction", null), dealsOf(world, me, "transaction", "CLOSED").at(1)],
  ["a listing", dealPart("listing", "OPEN"), dealsOf(world, me, "listing", "OPEN").at(1)],
  ["a member", members, membersOf(world, me).at(2)],
  ["a sponsor", sponsorPart(), sponsorsOf(world, me).at(1)],
  ["somebody below", downLinePart(1, "INACTIVE"), downLineOf(world, me, 1, "INACTIVE").at(1)],
  ["a contribution", contributionPart(1, me.id), contributionsOf(world, me, 1).at(1)],
  ["a payment", paymentPart(null), paymentsOf(world, me, "all").at(5)],
];
const bodies: [name: string, read: (body: unknown) => unknown, body: Wire][] = [
  ["an agent", readAgentBody, agentWire(world, me)],
  ["a cap", body => readCapBody(body, me.id), capWire(world, me, me)],
  [
    "equity",
    readEquityBody,
    equityWire(worldOf({ ...usualSizes, awards: 3 }, new Date()), { ...me, sizes: { ...me.sizes, awards: 3 } }),
  ],
];
const numRuns = isFull ? 20_000 : 800;

describe("whatever reZEN's answers become", () => {
  test.each(readers)("bar 95: %s that drifted is read, or named with the field that cannot be", (_, reader, entry) => {
    const untouched = new Drift();
    expect(readEntry(reader, entry, untouched)).toMatchObject({ item: {} });
    expect(untouched.list()).toEqual([]);
    const seen = { read: 0, unreadable: 0 };
    fc.assert(
      fc.property(driftOf([entry]), drifted => {
        // As it comes over the wire.
        const [given] = parseJson(JSON.stringify(drifted) ?? "[]") as [unknown];
        const drift = new Drift();
        const found = readEntry(reader, given, drift);
        seen["item" in found ? "read" : "unreadable"] += 1;
        expect(textsIn([found, drift.list()]).filter(text => !isCleanText(text))).toEqual([]);
        if (!("item" in found)) expect(found.message).toMatch(/^must be/);
      }),
      { numRuns },
    );
    // Each way is really gone.
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(0);
  });

  test.each(bodies)("bar 95: %s that drifted is read, or told as unexpected", (_, readBody, body) => {
    expect(readBody(body)).toMatchObject({ drift: [] });
    fc.assert(
      fc.property(fc.oneof(driftOf(body), fc.jsonValue()), drifted => {
        try {
          expect(textsIn(readBody(parseJson(JSON.stringify(drifted)))).filter(text => !isCleanText(text))).toEqual([]);
        } catch (thrown) {
          if (!(thrown instanceof OutboundError)) throw thrown;
          expect(thrown).toMatchObject({ kind: "unexpected", upstream: "rezen" });
        }
      }),
      { numRuns },
    );
  });
});
