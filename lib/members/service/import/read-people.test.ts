import { expect, test } from "vitest";
import { matchColumns } from "@/lib/platform/csv/match-columns";
import { importFields } from "../../schema/import";
import { parsePeople, readPeople } from "./read-people";

test.each([
  ["Name;Vorname;Telefon", "Hopper;Grace;+49 30 901820", "Grace Hopper"],
  ["Nom;Prénom;Telefon", "Hopper;Grace;+49 30 901820", "Grace Hopper"],
  ["Name;Vorname;Nachname;Telefon", "Grace M. Hopper;Grace;Hopper;+49 30 901820", "Grace M. Hopper"],
  ["Name;Vorname;Telefon", ";Grace;+49 30 901820", "Grace"],
  ["Name;Telefon", "Grace Hopper;+49 30 901820", "Grace Hopper"],
])("under %s the row %s is of %s", async (header, row, name) => {
  const table = parsePeople(`${header}\n${row}\n`);
  const { rows } = await readPeople(table, matchColumns(table.header, importFields), "DE");
  expect(rows.map(({ person, errors }) => [person.details.name, errors])).toEqual([[name, []]]);
});
