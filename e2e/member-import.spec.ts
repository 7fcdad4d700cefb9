import { readFileSync } from "node:fs";
import { transaction } from "@/lib/platform/db";
import { newContract } from "@/lib/platform/testing/new-contract";
import { expect, test } from "./fixtures";
import { look, open } from "./look";
import { newPhoneNumber } from "./people";

const find = (phoneNumber: string) =>
  transaction("system", tx =>
    tx.member.findFirst({ where: { phoneNumber }, select: { name: true, state: true, dependents: true } }),
  );

test("B15, F9: an admin uploads an employer's people, says which column is which, gives them a plan, and downloads what was wrong", async ({
  staff,
  pageOf,
}) => {
  const [admin, operator] = [await staff("admin"), await staff("operator")];
  const { contractId, gold } = await newContract();
  const where = { id: contractId };
  const { employerId } = await transaction("system", tx => tx.parentSubscription.findUniqueOrThrow({ where }));
  const phone = newPhoneNumber();
  const rows = [
    "Who;Geburtsdatum;Sexe;Handy;Beziehung;Employee phone;Shoe size",
    `Zoë Müller;31.12.1990;femme;${phone};;;38`,
    `Kim;02.03.2015;m;${newPhoneNumber()};fils;${phone};30`,
    '"=1+1";1990-02-30;m;none;;;40',
  ];
  const desk = await pageOf(admin);
  const list = `/admin/employers/${employerId}/imports`;
  await open(desk, `/admin/employers/${employerId}`);
  await desk.getByRole("link", { name: "Import people" }).click();
  await desk.getByLabel("Add and activate").check();
  await look(desk, "where an employer's files are uploaded");
  const upload = (text: string) =>
    desk
      .getByLabel("Choose a CSV file")
      .setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(text, "latin1") });
  await upload(rows.join("\r\n"));
  await expect(desk.getByText("Choose one").first()).toBeVisible();
  await desk.getByLabel("Plan", { exact: true }).selectOption(gold);
  await upload(rows.join("\r\n"));
  await expect(desk.getByRole("heading", { name: "Nobody has been taken yet" })).toBeVisible();
  await expect(desk.getByText("Say which column tells: Name")).toBeVisible();
  await desk.getByLabel("What the column “Who” tells").selectOption("Name");
  await desk.getByRole("button", { name: "Read the file with these columns" }).click();
  await expect(desk.getByRole("row", { name: /^2 Zoë Müller 1990-12-31 F/ })).toBeVisible();
  await expect(desk.getByRole("row", { name: /^4 dob: .* phone_number: / })).toBeVisible();
  await look(desk, "an employer's file before its import");
  const reader = await pageOf(operator);
  await reader.goto(desk.url());
  await expect(reader.getByRole("row", { name: /^2 Z••• M••• •••/ })).toBeVisible();
  await expect(reader.getByRole("button", { name: "Discard the file" })).toHaveCount(0);

  await desk.getByRole("button", { name: "Import 2 rows" }).click();
  await expect(desk.getByRole("heading", { name: "The import is done" })).toBeVisible({ timeout: 60_000 });
  await look(desk, "an employer's file that was taken");
  expect(await find(phone)).toMatchObject({ name: "Zoë Müller", state: "activated", dependents: [{ name: "Kim" }] });
  const coming = desk.waitForEvent("download");
  await desk.getByRole("link", { name: "Download all problems" }).click();
  const file = readFileSync(await (await coming).path(), "utf8");
  expect(file, "lines and faults, and no value").toMatch(
    /^\ufeffline,field,code,message\r\n4,dob,invalid_format,[^\r]+\r\n4,phone_number,invalid_phone,[^\r]+\r\n$/,
  );
  expect(file).not.toContain("1+1");

  const api = `/api/v1${list}`;
  const { items } = (await (await operator.request.get(api)).json()).data;
  expect(items).toMatchObject([{ state: "done", total: 3, done: 3, refused: 1, file_name: "people.csv" }]);
  const [told, text] = [{ parent_subscription_id: contractId, act: "add" }, Buffer.from(`name,phone\nA,${phone}\n`)];
  const sent = (more: object) => ({
    multipart: { file: { name: "a.csv", mimeType: "text/csv", buffer: text }, ...more },
  });
  const post = async (path: string, body: object = {}) => {
    const answer = await admin.request.post(`${api}${path}`, body);
    const { data, error } = await answer.json();
    return { status: answer.status(), data, fields: error?.errors.map(({ field }: { field: string }) => field) };
  };
  expect(await post("", sent({}))).toMatchObject({
    status: 422,
    fields: ["parent_subscription_id", "act", "plan_subscription_id"],
  });
  expect(await post("", sent({ ...told, role: "admin" }))).toMatchObject({ status: 400, fields: ["role"] });
  const other = { ...told, act: "activate", plan_subscription_id: "plan_nobody" };
  expect(await post("", sent(other))).toMatchObject({ status: 422, fields: ["plan_subscription_id"] });
  // Wide rows, so that they are few.
  const large = (mebibytes: number) =>
    Buffer.from(`name,phone,remark\n${`A,,${"x".repeat(128 * 1024)}\n`.repeat(8 * mebibytes)}`);
  for (const [mebibytes, status] of [
    [6, 201],
    [21, 413],
  ] as const) {
    const file = { name: "large.csv", mimeType: "text/csv", buffer: large(mebibytes) };
    expect(await post("", sent({ ...told, file })), `${mebibytes} MiB`).toMatchObject({ status });
  }
  const made = await post("", sent(told));
  expect(made).toMatchObject({ status: 201, data: { state: "preview", preview: { good: 1, known: 1, fresh: 0 } } });
  const twice = { data: { fields: ["name", "name"] } };
  expect(await post(`/${made.data.id}/mapping`, twice)).toMatchObject({ status: 422, fields: ["fields"] });
  const aborted = await post(`/${made.data.id}/abort`);
  expect(aborted).toMatchObject({ status: 200, data: { state: "aborted", preview: null } });
  expect(await post(`/${made.data.id}/start`, { data: { fields: [] } })).toMatchObject({ status: 409 });
});
