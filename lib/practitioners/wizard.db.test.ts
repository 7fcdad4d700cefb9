import fc from "fast-check";
import { expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import type { AppError } from "@/lib/platform/errors";
import { isFull } from "@/lib/platform/testing/full-form";
import { newPractitioner, practitionerAnswers, saveStep } from "@/lib/platform/testing/new-practitioner";
import { findBioDraft } from "./queries/draft";
import { listOfferings } from "./queries/offerings";
import { getAnswers, getBasicInfo, getProfessionalDetails, getStatus } from "./queries/onboarding";
import { stepSlugs } from "./schema";
import { keepBioDraft } from "./service/draft";
import { createOffering, editOffering, switchOffering } from "./service/offerings";

const rowOf = (id: number) =>
  transaction("system", tx => tx.practitioner.findUniqueOrThrow({ where: { id }, omit: { crmFirstLoginDate: true } }));
const called = {
  name: "  Ana  María de la Cruz ",
  email: "ana@example.com",
  location: "México",
  practiceType: "Pilates",
  isContacted: true,
  lastContactedDate: new Date("2026-03-03T10:00:00Z"),
  contactStatus: "interested",
  notes: "Call again in May",
  classTypes: ["mat"],
};

test("003: five steps in order, the last of which completes; what the calling system told stays as it was", async () => {
  const actor = await newPractitioner(called);
  const { crmOnboardingCompleted: _, crmOnboardingCompletedDate: __, ...before } = await rowOf(actor.practitionerId);
  for (const [at, slug] of stepSlugs.entries()) {
    const later = stepSlugs[at + 1];
    if (later) await expect(saveStep(actor, later)).rejects.toMatchObject({ code: "step_out_of_order" });
    expect((await getStatus(actor.practitionerId)).currentStepNumber).toBe(at + 1);
    expect((await rowOf(actor.practitionerId)).crmOnboardingCompleted).toBe(false);
    expect(await saveStep(actor, slug)).toMatchObject({ onboardingComplete: later === undefined });
  }
  const { crmOnboardingCompleted, crmOnboardingCompletedDate, ...after } = await rowOf(actor.practitionerId);
  expect(after).toEqual(before);
  expect([crmOnboardingCompleted, crmOnboardingCompletedDate]).toEqual([true, expect.any(Date)]);
  const status = await getStatus(actor.practitionerId);
  expect(status).toMatchObject({ status: "completed", isComplete: true, completionPercentage: 100, totalSteps: 5 });
  for (const slug of stepSlugs)
    await expect(saveStep(actor, slug)).rejects.toMatchObject({ code: "already_completed" });
});

test("003: without one of the parts nothing is complete, whatever the steps say", async () => {
  const actor = await newPractitioner();
  for (const slug of stepSlugs.slice(0, 4)) await saveStep(actor, slug);
  await transaction({ practitioner: actor.practitionerId }, tx => tx.professionalDetails.deleteMany({}));
  expect(await saveStep(actor, "experience-certifications")).toMatchObject({ onboardingComplete: false });
  expect(await saveStep(actor, "professional-details")).toMatchObject({ onboardingComplete: true });
});

test("row C12: what was told fills the fields, with where it comes from, and gives way to what is saved", async () => {
  const actor = await newPractitioner(called);
  const from = { source: "call", at: "2026-03-03T10:00:00.000Z" };
  expect(await getBasicInfo(actor.practitionerId)).toEqual({
    firstName: "Ana",
    lastName: "María de la Cruz",
    email: "ana@example.com",
    location: "México",
    phoneNumber: actor.phoneNumber,
    version: 0,
    shown: expect.any(String),
    prefilled: {
      firstName: { ...from, isGuess: true },
      lastName: { ...from, isGuess: true },
      email: { ...from, isGuess: false },
      location: { ...from, isGuess: false },
    },
  });
  expect(await getProfessionalDetails(actor.practitionerId)).toMatchObject({
    practiceType: "Pilates",
    prefilled: { practiceType: from },
  });
  await saveStep(actor, "basic-info");
  expect(await getBasicInfo(actor.practitionerId)).toMatchObject({ firstName: "Amélie", prefilled: {}, version: 1 });
});

test("two windows: the one that is behind is told what was saved, and nothing is lost", async () => {
  const actor = await newPractitioner();
  await saveStep(actor, "basic-info", practitionerAnswers["basic-info"], 0);
  const other = { ...practitionerAnswers["basic-info"], location: "Bern" };
  await expect(saveStep(actor, "basic-info", other, 0)).rejects.toMatchObject({
    code: "version_conflict",
    data: { version: 1, saved: { location: "Zürich" }, given: { location: "Bern" } },
  });
  await saveStep(actor, "basic-info", other, 1);
  expect(await getBasicInfo(actor.practitionerId)).toMatchObject({ location: "Bern", version: 2 });
});

test("step 5 keeps its order, replaces what was there, and the draft of step 4 goes when it is saved", async () => {
  const actor = await newPractitioner();
  for (const slug of stepSlugs.slice(0, 3)) await saveStep(actor, slug);
  await keepBioDraft(actor.practitionerId, { shortBio: "I te" });
  expect(await findBioDraft(actor.practitionerId)).toMatchObject({ answers: { shortBio: "I te" } });
  await saveStep(actor, "bio-about");
  expect(await findBioDraft(actor.practitionerId)).toBeNull();
  const job = (jobTitle: string) => ({
    jobTitle,
    company: null,
    duration: null,
    startDate: "2019",
    endDate: "2019-05",
    description: null,
  });
  const paper = { certificateName: "RYT 200", issuingOrganization: null, dateReceived: "2018-02", credentialId: null };
  const input = { workExperiences: [job("B"), job("A")], certifications: [paper] };
  await saveStep(actor, "experience-certifications", input);
  expect((await getAnswers(actor.practitionerId)).experience).toEqual({ ...input, version: 1 });
});

test("offerings are behind the gate, hidden until they are activated, and one's own", async () => {
  const [actor, other] = [await newPractitioner(), await newPractitioner()];
  const input = {
    title: "Morning class",
    description: null,
    price: { amount: "25.5", currency: "EUR" as const },
    durationMinutes: 60,
  };
  await expect(createOffering(actor, input)).rejects.toMatchObject({
    code: "onboarding_required",
    data: { next: "/onboarding" },
  });
  for (const slug of stepSlugs) await Promise.all([saveStep(actor, slug), saveStep(other, slug)]);
  const made = await createOffering(actor, input);
  expect(made).toMatchObject({ isActive: false, version: 1, price: { amount: "25.50", currency: "EUR" } });
  expect(await switchOffering(actor, { id: made.id, isActive: true })).toMatchObject({ isActive: true });
  const edited = { ...input, id: made.id, price: null };
  expect(await editOffering(actor, { ...edited, version: 1 })).toMatchObject({ price: null, version: 2 });
  await expect(editOffering(actor, { ...edited, version: 1 })).rejects.toMatchObject({ code: "version_conflict" });
  await expect(editOffering(other, edited)).rejects.toMatchObject({ code: "not_found" });
  await expect(switchOffering(other, { id: made.id, isActive: false })).rejects.toMatchObject({ code: "not_found" });
  expect(await listOfferings(actor.practitionerId)).toHaveLength(1);
  expect(await listOfferings(other.practitionerId)).toEqual([]);

  const { practitionerId } = actor;
  const more = Array.from({ length: 198 }, (_, at) => ({ practitionerId, title: `No. ${at}` }));
  await transaction("system", tx => tx.offering.createMany({ data: more }));
  const last = await Promise.allSettled(Array.from({ length: 8 }, () => createOffering(actor, input)));
  expect(last.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(createOffering(actor, input)).rejects.toMatchObject({
    errors: [{ field: "title", code: "too_many", message: "offeringsFull" }],
  });
});

test("bar 29: whatever is sent in whatever order, the five steps go one by one, end once, and never back", async () => {
  const tries = fc.array(fc.constantFrom(...stepSlugs), { minLength: 1, maxLength: 16 });
  const isKept = fc.asyncProperty(tries, async tried => {
    const actor = await newPractitioner();
    let answered = 0;
    for (const slug of tried) {
      const at = stepSlugs.indexOf(slug);
      const said = await saveStep(actor, slug).then(
        ({ onboardingComplete }) => (onboardingComplete ? "complete" : "ok"),
        (refusal: AppError) => refusal.code,
      );
      const next = Math.max(answered, at + 1);
      const wanted = next === stepSlugs.length ? "complete" : "ok";
      if (answered === stepSlugs.length) expect(said).toBe("already_completed");
      else expect(said).toBe(at > answered ? "step_out_of_order" : wanted);
      if (said === "ok" || said === "complete") answered = next;
      const { isComplete, completedStepsCount } = await getStatus(actor.practitionerId);
      expect([isComplete, completedStepsCount]).toEqual([answered === stepSlugs.length, answered]);
    }
  });
  const straight = [...stepSlugs, "bio-about"] as const;
  await fc.assert(isKept, { numRuns: isFull ? 200 : 10, examples: [[[...straight]]] });
});
