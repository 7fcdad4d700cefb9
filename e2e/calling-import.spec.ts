import { readFileSync } from "node:fs";
import { transaction } from "@/lib/platform/db";
import { expect, test } from "./fixtures";
import { look, open } from "./look";
import { newPhoneNumber } from "./people";

const page = "/admin/practitioners/import";
const find = (phoneNumber: string) =>
  transaction("system", tx => tx.practitioner.findUnique({ where: { phoneNumber }, select: { name: true } }));

test("003: an admin uploads a file, looks at it, imports it, and downloads what could not be taken", async ({
  staff,
  pageOf,
}) => {
  const [admin, operator] = [await staff("admin"), await staff("operator")];
  const phone = newPhoneNumber();
  const rows = ["Mobile;Full name;Shoe size", `${phone};Zoë Müller;38`, '"=1+1";"Nobody', 'at all";40', ""];
  const desk = await pageOf(admin);
  await open(desk, page);
  const upload = (name: string, text: string) =>
    desk
      .getByLabel("Choose a CSV file")
      .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text, "latin1") });
  await upload("no-numbers.csv", "name\nJohn\n");
  await expect(desk.getByText("No column is named like a phone number").first()).toBeVisible();
  await upload("people.csv", rows.join("\r\n"));
  await expect(desk.getByRole("heading", { name: "Nothing has been taken yet" })).toBeVisible();
  for (const text of ["WINDOWS-1252", "semicolons", "Zoë Müller"]) await expect(desk.getByText(text)).toBeVisible();
  await expect(desk.getByRole("row", { name: "Shoe size Not taken" })).toBeVisible();
  await expect(desk.getByRole("row", { name: /^3 phone_number: Enter a phone number/ })).toBeVisible();
  await look(desk, "a file before its import");
  expect(await find(phone)).toBeNull();
  await desk.getByRole("button", { name: "Import 2 rows" }).click();
  await expect(desk.getByRole("heading", { name: "The import is done" })).toBeVisible({ timeout: 60_000 });
  expect(await find(phone)).toEqual({ name: "Zoë Müller" });
  const coming = desk.waitForEvent("download");
  await desk.getByRole("link", { name: "Download the rows that were not taken" }).click();
  const file = readFileSync(await (await coming).path(), "utf8");
  expect(file, "no cell is a formula").toMatch(
    /^\ufeffline,problem,Mobile,Full name,Shoe size\r\n3,.*Enter a phone number.*,'=1\+1,"Nobody\nat all",40\r\n$/,
  );

  const reader = await pageOf(operator);
  await reader.goto(desk.url());
  await expect(reader.getByRole("heading", { name: "The import is done" })).toBeVisible();
  await expect(reader.getByText("Download the rows")).toHaveCount(0);
  await reader.goto(page);
  await expect(reader.getByText("Only admins can upload one")).toBeVisible();
  await expect(reader.getByLabel("Choose a CSV file")).toHaveCount(0);
});
