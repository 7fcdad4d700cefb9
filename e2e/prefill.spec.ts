import { transaction } from "@/lib/platform/db";
import { expect, test } from "./journey";
import { look, open } from "./look";
import { bringPractitionerTo, calledBefore, hearOfMove, practitionerApi, signUpPractitioner } from "./own-practitioner";
import { dataOf, type Person, post } from "./people";
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
      others: decisions.flatMap(({ field, decision }) => (field === "location" ? [] : [`${field} ${decision}`])).sort(),
      events: events.map(({ step, event, code, count }) => `${step} ${event}${code ? ` ${code}` : ""}: ${count}`),
    };
  });

/** What is written down of everybody, as the figures of all time tell it: sources by decisions, and the first step. */
const countAll = () =>
  transaction("system", async tx => {
    const decided = await tx.prefillDecision.findMany({ where: { source: "call" } });
    const count = (decision: string, asked: boolean) =>
      decided.filter(one => one.decision === decision && one.asked === asked).length;
    const events = await tx.stepEvent.findMany({ where: { kind: "practitioner", step: "basic_info" } });
    const people = (event: string, code = "") => events.filter(one => one.event === event && one.code === code);
    const refused = people("refused", "lastName");
    return {
      call: [
        count("kept", false),
        count("changed", false),
        count("removed", false),
        decided.filter(one => one.asked).length,
      ],
      step: [people("seen").length, people("saved").length],
      lastName: [refused.length, refused.reduce((sum, one) => sum + one.count, 0)],
    };
  });

type Figures = {
  steps: {
    kind: string;
    step: string;
    seen: number;
    saved: number;
    causes: { code: string; people: number; times: number }[];
  }[];
  prefill: { source: string; kept: number; changed: number; removed: number; asked: number }[];
};

/** The same out of the metrics. */
function read({ steps, prefill }: Figures): Awaited<ReturnType<typeof countAll>> {
  const call = prefill.find(({ source }) => source === "call");
  const step = steps.find(one => one.kind === "practitioner" && one.step === "basic_info");
  const refused = step?.causes.find(({ code }) => code === "lastName");
  return {
    call: [call?.kept ?? 0, call?.changed ?? 0, call?.removed ?? 0, call?.asked ?? 0],
    step: [step?.seen ?? 0, step?.saved ?? 0],
    lastName: [refused?.people ?? 0, refused?.times ?? 0],
  };
}

test("C13, C30: filled in from a call, changed, the call changes: both are asked about once, and the figures know", async ({
  caller,
  pageOf,
  staff,
}) => {
  const person = await signUpPractitioner(await caller(), calledBefore);
  const admin = await staff("operator");
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
  await expect(page.getByRole("status").filter({ hasText: "Place: your answer stays as it is." })).toBeAttached();
  await page.reload();
  await atPractitionerStep(page, "visual-profile");
  await expect(question, "nobody is asked twice").toHaveCount(0);
  expect(await notedOf(person)).toEqual({
    place: ["New York changed", "Lisboa changed asked"],
    others: ["email kept", "firstName kept", "lastName kept"],
    events: ["basic_info seen: 1", "basic_info saved: 1", "basic_info refused lastName: 1", "visual_profile seen: 1"],
  });

  // Other tests go through the wizard too: the figures are those of a moment in which nothing else was written.
  await expect(async () => {
    const before = await countAll();
    const after = await dataOf(await admin.request.get("/api/v1/admin/metrics?period=all"));
    expect(await countAll()).toEqual(before);
    expect(read(after)).toEqual(before);
    expect(after).toMatchObject({ period: "all", unfinished_past_gate: 0, completion: { total: expect.any(Number) } });
  }).toPass({ timeout: 10_000 });
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

test("C13: an answer that the page asks for in between overwrites nothing that another window saved meanwhile", async ({
  caller,
  pageOf,
}) => {
  const person = await signUpPractitioner(await caller(), calledBefore);
  await bringPractitionerTo(person, "experience-certifications");
  const page = await pageOf(person);
  const steps = [
    {
      slug: "basic-info",
      label: "First name",
      elsewhere: { first_name: "Ann", last_name: "Doe", email: "a@example.com", location: "Zürich" },
    },
    { slug: "bio-about", label: "Short bio", elsewhere: { short_bio: "From the other window." } },
  ];
  for (const [at, { slug, label, elsewhere }] of steps.entries()) {
    await transaction("system", tx =>
      tx.practitioner.update({ where: { phoneNumber: person.phoneNumber }, data: { location: `Town ${at}` } }),
    );
    await open(page, `/onboarding/${slug}`);
    await page.getByLabel(label).first().fill("Typed in this window, not in that");
    await post(person.request, `${practitionerApi}/step/${slug}`, elsewhere);
    await page.getByRole("button", { name: "Keep “Zürich”" }).click();
    await expect(page.getByRole("region", { name: "What we were told has changed" })).toHaveCount(0);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByText("was changed at").first()).toBeVisible();
    expect(await dataOf(await person.request.get(`${practitionerApi}/step/${slug}`))).toMatchObject(elsewhere);
  }
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
