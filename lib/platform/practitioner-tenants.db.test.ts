import { expect, test } from "vitest";
import { Prisma, transaction } from "./db";
import { addPractitioner, practitionerRowOf } from "./testing/practitioner-tables";
import { attemptIn, testWalls } from "./testing/tenant-walls";

testWalls({
  who: "practitioner",
  ...{ table: "practitioners", key: "id", column: "practitioner_id", current: "current_practitioner_id()" },
  rowOf: practitionerRowOf,
  add: addPractitioner,
  idOf: of => of.practitioner,
  // Of the calling system's own tables a tenant may write no more than the end of the wizard.
  toldTables: ["practitioners", "call_transcripts", "call_outcomes", "practitioner_insights"],
});

test("003: what the calling system told cannot be changed by the practitioner's own transactions", async () => {
  const own = 8003;
  await transaction("system", tx => addPractitioner(tx, own));
  const change = (column: string) => {
    const named = Prisma.raw(`"${column}"`);
    return attemptIn({ practitioner: own }, Prisma.sql`UPDATE practitioners SET ${named} = ${named} WHERE id = ${own}`);
  };
  const columns = await transaction(
    "system",
    tx => tx.$queryRaw<{ column: string }[]>`
      SELECT column_name::text AS column FROM information_schema.columns WHERE table_name = 'practitioners'`,
  );
  const written: string[] = [];
  for (const { column } of columns) if ((await change(column)) !== "refused") written.push(column);
  expect(written.sort()).toEqual(["crm_onboarding_completed", "crm_onboarding_completed_date"]);
});
