import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "./fixtures";
import { naughty } from "./naughty";
import {
  practitionerApi as api,
  bringPractitionerTo,
  calledBefore,
  practitionerSteps,
  signUpPractitioner,
} from "./own-practitioner";
import { dataOf, post } from "./people";

const step = (slug: string) => `${api}/step/${slug}`;
/** The refusal of a post: status, code, and the sentence of each field. */
async function refused(request: APIRequestContext, slug: string, data: object) {
  const answer = await request.post(step(slug), { data });
  const { error } = await answer.json();
  const fields = (error?.errors ?? []).map(({ field, message }: Record<string, string>) => `${field}: ${message}`);
  return { status: answer.status(), code: error?.code, fields };
}

test("003: the wizard over HTTP, from the prefilled first step to the end, in order and once", async ({ caller }) => {
  const { request, phoneNumber } = await signUpPractitioner(await caller(), calledBefore);
  expect(await dataOf(await request.get(step("basic-info")))).toMatchObject({
    first_name: "John",
    last_name: "Doe",
    email: "john@yogastudio.com",
    location: "New York",
    phone_number: phoneNumber,
    version: 0,
    prefilled: { first_name: { source: "call", at: "2026-03-03T10:00:00.000Z", is_guess: true } },
  });
  expect(await dataOf(await request.get(`${api}/status`))).toMatchObject({
    status: "not_started",
    current_step: "basic_info",
    total_steps: 5,
    completion_percentage: 0,
    is_complete: false,
    steps: { basic_info: { completed: false, completed_at: null } },
  });
  for (const [at, [slug, answers]] of practitionerSteps.entries()) {
    const next = practitionerSteps[at + 1];
    if (next) expect(await refused(request, ...next)).toMatchObject({ status: 409, code: "step_out_of_order" });
    const saved = await post(request, step(slug), answers);
    expect(saved).toMatchObject({
      onboarding_complete: next === undefined,
      next_step: next?.[0].replaceAll("-", "_") ?? null,
      redirect_to: next ? `/onboarding/${next[0]}` : "/dashboard",
      status: { completion_percentage: 20 * (at + 1) },
    });
    expect(await dataOf(await request.get(step(slug)))).toMatchObject({ ...answers, version: 1 });
  }
  for (const [slug, answers] of practitionerSteps)
    expect(await refused(request, slug, answers)).toMatchObject({ status: 409, code: "already_completed" });
});

test("003: what is missing or wrong is said for each field in a sentence", async ({ caller }) => {
  const { request } = await signUpPractitioner(await caller());
  expect(await refused(request, "basic-info", { email: "nobody", location: " \u200b " })).toEqual({
    status: 422,
    code: "invalid_input",
    fields: [
      "first_name: Enter your first name",
      "last_name: Enter your last name",
      "email: Enter an e-mail address like name@example.com",
      "location: Enter the place where you work",
    ],
  });
  await bringPractitionerTo({ request, phoneNumber: "", name: "", email: "" }, "professional-details");
  const wrongPicture = { profile_url: "https://evil.example/x.png", banner_alts: ["alone"] };
  expect((await refused(request, "visual-profile", wrongPicture)).fields).toEqual([
    "profile_url: Choose a picture that was uploaded here",
    "banner_alts: There is a text for a picture that is not there",
  ]);
  expect((await refused(request, "professional-details", { languages: [" "] })).fields).toEqual([
    "languages: Add at least one language",
    "specializations: Add at least one specialization",
  ]);
  const words = { languages: ["  English ", "english", "", "Français"], specializations: ["Ｙｏｇａ", "yoga"] };
  await post(request, step("professional-details"), words);
  expect(await dataOf(await request.get(step("professional-details")))).toMatchObject({
    languages: ["English", "Français"],
    specializations: ["Ｙｏｇａ"],
  });
  expect((await refused(request, "bio-about", { short_bio: "👩‍👩‍👧‍👦".repeat(19) })).fields).toEqual([
    "short_bio: Write at least 20 characters",
  ]);
  expect((await refused(request, "bio-about", { short_bio: "a".repeat(301) })).fields).toEqual([
    "short_bio: Write at most 300 characters",
  ]);
  // Three hundred families are three hundred characters, though they are made of 2,100.
  await post(request, step("bio-about"), { short_bio: "👩‍👩‍👧‍👦".repeat(300) });
  const rows = {
    work_experiences: [
      { job_title: "", start_date: "2020-02-30" },
      { job_title: "T", start_date: "2020", end_date: "2019-12" },
    ],
    certifications: [{ certificate_name: "C", date_received: "2099" }],
  };
  expect((await refused(request, "experience-certifications", rows)).fields).toEqual([
    "work_experiences.0.job_title: Enter what your work was called",
    "work_experiences.0.start_date: Enter a year, a month or a day, like 2019, 2019-05 or 2019-05-31",
    "work_experiences.1.end_date: The end is before the beginning",
    "certifications.0.date_received: Enter a date that has come already",
  ]);
});

const scripts = [
  "Åse-Marie O’Ñeill",
  "محمد بن عبد الله",
  "दीपिका पादुकोण",
  "ประภาส ชลศรานนท์",
  "山田 太郎",
  "Ωμέγα ΣΊΣΥΦΟΣ",
  "İstanbul ıI",
  "e\u0301a\u0308",
  "👩‍👩‍👧‍👦 Familie",
  "𝒜𝓃𝓃𝒶",
  "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L",
  "שלום",
  "​‌x",
  "'; DROP TABLE practitioners; --",
  "%s %n {{7*7}}",
];

test("003: names, places and texts of every script come back as they were given, or are refused", async ({
  caller,
}) => {
  const { request } = await signUpPractitioner(await caller());
  const outcomes: Record<string, number> = {};
  for (const text of [...scripts, ...naughty]) {
    const given = { first_name: text, last_name: text, email: "a@example.com", location: text };
    const answer = await request.post(step("basic-info"), { data: given });
    outcomes[answer.status()] = (outcomes[answer.status()] ?? 0) + 1;
    if (answer.status() !== 200) {
      expect.soft(answer.status(), text).toBe(422);
      continue;
    }
    const kept = text.normalize("NFC").trim();
    const saved = await dataOf(await request.get(step("basic-info")));
    expect.soft(saved, text).toMatchObject({ first_name: kept, last_name: kept, location: kept });
  }
  expect(outcomes).toEqual({ 200: scripts.length + naughty.length });
  for (const text of ["\0", "\u0007bell", "\ud800", "two\nlines"]) {
    const answer = await request.post(step("basic-info"), {
      data: JSON.stringify({ first_name: text, last_name: "L", email: "a@example.com", location: "P" }),
      headers: { "Content-Type": "application/json" },
    });
    expect([400, 422], JSON.stringify(text)).toContain(answer.status());
  }
});

test("003: a practitioner reads and writes their own answers only; others are not let in", async ({
  caller,
  staff,
}) => {
  const [one, other] = [await signUpPractitioner(await caller()), await signUpPractitioner(await caller())];
  await bringPractitionerTo(one, "visual-profile");
  expect(await dataOf(await other.request.get(step("basic-info")))).toMatchObject({ first_name: null, version: 0 });
  const [first, second] = await Promise.all(
    [one, other].map(async ({ request }) => dataOf(await request.get(`${api}/status`))),
  );
  expect(first.practitioner_id).not.toBe(second.practitioner_id);
  const admin = await staff("admin");
  expect((await admin.request.get(`${api}/status`)).status()).toBe(403);
  expect((await (await caller()).get(`${api}/status`)).status()).toBe(401);
  const stale = { ...practitionerSteps[0]?.[1], location: "Bern", version: 0 };
  expect(await refused(one.request, "basic-info", stale)).toMatchObject({ status: 409, code: "version_conflict" });
  const draft = await one.request.put(`${step("bio-about")}/draft`, { data: { short_bio: "I te" } });
  expect((await dataOf(draft)).saved_at).toMatch(/Z$/);
});
