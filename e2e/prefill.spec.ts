import { transaction } from "@/lib/platform/db";
import { expect, test } from "./journey";
import { look, open } from "./look";
import { bringPractitionerTo, calledBefore, hearOfMove, practitionerApi, signUpPractitioner } from "./own-practitioner";
import { dataOf, type Person } from "./people";
import { atPractitionerStep } from "./practitioner-pages";

/** What is written down of somebody: decisions about what they were told, and what happened at each step. */
const notedOf = ({ phoneNumber }: Person) =>
  transaction("system", async tx => {
    const where = { onboarding: { practitioner: { phoneNumber } } };
    const decisions = await tx.prefillDecision.findMany({ where, orderBy: { id: "asc" } });
    const events = await tx.stepEvent.findMany({ where, orderBy: [{ step: "asc" }, { event: "asc" }] });
    return {
      place: decisions.flatMap(({ field, original, decision, asked }) =>
        field === "location" ? [`${original} ${decision}${asked ? " asked" : ""}`] : [],
      ),
      events: events.map(({ step, event, code }) => `${step} ${event}${code ? ` ${code}` : ""}`),
    };
  });

test("C13, C30: filled in from a call, changed, the call changes: both are asked about once, and the figures know", async ({
  caller,
  pageOf,
  staff,
}) => {
  const person = await signUpPractitioner(await caller(), calledBefore);
  const admin = await staff("operator");
  const before = await dataOf(await admin.request.get("/api/v1/admin/metrics?period=7d"));
  const page = await pageOf(person);
  await open(page, "/onboarding/basic-info");
  await expect(page.getByText("From your call on 3 March 2026. Check it is right.").first()).toBeVisible();
  await page.getByLabel("Place").fill("Brooklyn");
  await page.getByLabel("Last name").fill("");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "There is a problem" })).toBeVisible();
  await page.getByLabel("Last name").fill("Doe");
  await hearOfMove(person);
  await page.getByRole("button", { name: "Continue" }).click();
  await atPractitionerStep(page, "visual-profile");

  const question = page.getByRole("region", { name: "What we were told has changed" });
  await expect(question).toContainText("You said Brooklyn. The call of 5 March 2026 says Lisboa.");
  await look(page, "a question about what a call said");
  await question.getByRole("button", { name: "Keep “Brooklyn”" }).click();
  await expect(question).toHaveCount(0);
  await expect(page.getByRole("status").filter({ hasText: "Your answer stays as it is." })).toBeAttached();
  await page.reload();
  await atPractitionerStep(page, "visual-profile");
  await expect(question, "nobody is asked twice").toHaveCount(0);
  expect(await notedOf(person)).toEqual({
    place: ["New York changed", "Lisboa changed asked"],
    events: ["basic_info seen", "basic_info saved", "basic_info refused lastName", "visual_profile seen"],
  });

  const after = await dataOf(await admin.request.get("/api/v1/admin/metrics?period=7d"));
  const ofCalls = ({ prefill }: { prefill: { source: string; changed: number; asked: number; kept: number }[] }) =>
    prefill.find(({ source }) => source === "call") ?? { changed: 0, asked: 0, kept: 0 };
  // Other tests go through the wizard too.
  expect(ofCalls(after).changed).toBeGreaterThanOrEqual(ofCalls(before).changed + 1);
  expect(ofCalls(after).kept).toBeGreaterThanOrEqual(ofCalls(before).kept + 3);
  expect(ofCalls(after).asked).toBeGreaterThanOrEqual(ofCalls(before).asked + 1);
  expect(after).toMatchObject({ period: "7d", unfinished_past_gate: 0, completion: { total: expect.any(Number) } });
});

test("C13: theirs is taken on the step's own page, where what was typed meanwhile stays", async ({
  caller,
  pageOf,
}) => {
  const person = await bringPractitionerTo(await signUpPractitioner(await caller(), calledBefore), "visual-profile");
  await hearOfMove(person);
  const page = await pageOf(person);
  await open(page, "/onboarding/basic-info");
  await expect(page.getByLabel("Place")).toHaveValue("Zürich");
  await page.getByLabel("First name").fill("Amelia");
  await page.getByRole("button", { name: "Use “Lisboa”" }).click();
  await expect(page.getByLabel("Place")).toHaveValue("Lisboa");
  await expect(page.getByLabel("First name"), "typed, not saved yet").toHaveValue("Amelia");
  await page.getByRole("button", { name: "Continue" }).click();
  await atPractitionerStep(page, "visual-profile");
  const saved = await dataOf(await person.request.get(`${practitionerApi}/step/basic-info`));
  expect(saved).toMatchObject({ first_name: "Amelia", location: "Lisboa", version: 3 });
  expect((await notedOf(person)).place).toEqual(["New York changed", "Lisboa kept asked"]);
});

test("C29, F29: the figures on their page, by period, with the same as a table to take along, which is kept in mind", async ({
  staff,
  pageOf,
}) => {
  const operator = await staff("operator");
  const page = await pageOf(operator);
  await open(page, "/admin/metrics?period=7d");
  await expect(page.getByRole("table", { name: "From the list to the first offering" }).getByRole("row")).toHaveCount(
    6,
  );
  await expect(page.getByText("On the dashboard without completion · now")).toBeVisible();
  await expect(page.getByRole("table", { name: "Steps of stores" }).getByRole("row")).toHaveCount(5);
  await look(page, "metrics");
  await page.getByRole("link", { name: "All time" }).click();
  await page.waitForURL("/admin/metrics?period=all");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download as CSV" }).click();
  expect((await download).suggestedFilename()).toMatch(/^steps-all-\d{4}-\d\d-\d\d\.csv$/);
  const audited = await transaction("system", async tx => {
    const { id } = await tx.user.findUniqueOrThrow({ where: { phoneNumber: operator.phoneNumber } });
    return tx.auditEntry.findMany({ where: { action: "admin.metrics_exported", actorId: String(id) } });
  });
  expect(audited.map(({ detail }) => detail)).toEqual([{ period: "all" }]);
  const csv = await (await operator.request.get("/api/v1/admin/metrics/export?period=7d")).text();
  expect(csv).toMatch(
    /^\uFEFFkind,step,what,code,people,times,dropped,median_seconds\r\npractitioner,basic_info,seen,,\d+,,/,
  );
  const stages = await dataOf(await operator.request.get("/api/v1/admin/funnel"));
  expect(stages.map(({ stage }: { stage: string }) => stage)).toEqual([
    "Total Practitioners",
    "Called by Agent",
    "Started CRM Onboarding",
    "Completed CRM Onboarding",
    "Have Offerings",
  ]);
  expect((await operator.request.get("/api/v1/admin/metrics?period=1y")).status()).toBe(422);
});
