import { expect, test } from "vitest";
import { syncStepIds } from "../schema/sync";
import { type DataSizes, expectCalls, sumCalls } from "./expect-calls";

const none: DataSizes = { listings: 0, transactions: 0, members: 0, contributions: [], network: [], payments: 0 };
const all = (profile: "simple" | "real", sizes: Partial<DataSizes>) =>
  sumCalls(expectCalls(profile, { ...none, ...sizes }), syncStepIds);

// What the record of calls had for syncs of the sandbox's agents.
test("A19: requests are counted by pages, members, tiers and statuses in both profiles", () => {
  expect(all("simple", { listings: 60, transactions: 340, members: 8 })).toBe(21);
  expect(all("real", { listings: 4, transactions: 12, members: 3 })).toBe(41);
  expect(all("real", { listings: 1, transactions: 3 })).toBe(37);
  expect(all("simple", { contributions: [401, 200], payments: 201 })).toBe(Number(all("simple", {})) + 3);
  expect(all("simple", { members: null }), "nobody knows whose caps are to be read").toBeNull();
});
