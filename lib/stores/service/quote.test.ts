import { expect, test } from "vitest";
import { estimateMinutes } from "./quote";

// Tests of this kind have no database.
test("A19: an import that has begun is answered though nobody can say how long it takes", async () => {
  expect(await estimateMinutes(1, { daysBack: 90, includeProducts: true })).toBeNull();
});
