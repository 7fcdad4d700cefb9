import { expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { newPractitioner, practitionerAnswers, saveStep } from "@/lib/platform/testing/new-practitioner";
import { getAnswers, getStatus } from "./queries/onboarding";
import { type StepSlug, stepSlugs } from "./schema";
import { saveSettings } from "./service/save-settings";

type Actor = Awaited<ReturnType<typeof newPractitioner>>;

const change = (actor: Actor, slug: StepSlug, input: unknown, version?: number) =>
  saveSettings({ slug, input, version, actor, address: "127.0.0.1" });
const rowOf = ({ practitionerId }: Actor) =>
  transaction("system", tx => tx.practitioner.findUniqueOrThrow({ where: { id: practitionerId } }));
const trailOf = ({ practitionerId }: Actor) =>
  transaction("system", tx =>
    tx.auditEntry.findMany({
      where: { subjectKind: "practitioner", subjectId: String(practitionerId), action: "practitioner.settings_saved" },
      orderBy: { id: "asc" },
    }),
  );

const told = { name: "Ana de la Cruz", email: "ana@example.com", location: "México", isContacted: true };
const work = { jobTitle: "Head", company: null, duration: null, startDate: "2020", endDate: null, description: null };
const changed = {
  "basic-info": { ...practitionerAnswers["basic-info"], location: "Bern" },
  "visual-profile": { bannerUrls: [], bannerAlts: [], profileUrl: null, profileAlt: null },
  "professional-details": {
    practiceType: "Reiki",
    languages: ["Deutsch"],
    teachingStyles: [],
    specializations: ["Reiki"],
  },
  "bio-about": { shortBio: "I moved to Bern, and teach there.", detailedIntro: "At length." },
  "experience-certifications": { workExperiences: [work], certifications: [] },
};

test("003: each of the five parts is changed after the end, which stays when it was; what the calling system told stays too", async () => {
  const actor = await newPractitioner(told);
  for (const slug of stepSlugs) await saveStep(actor, slug);
  const [before, status] = [await rowOf(actor), await getStatus(actor.practitionerId)];
  for (const slug of stepSlugs) expect(await change(actor, slug, changed[slug], 1)).toEqual({ version: 2 });
  expect(await getAnswers(actor.practitionerId)).toMatchObject({
    basicInfo: { location: "Bern", version: 2, prefilled: {} },
    professionalDetails: { practiceType: "Reiki", languages: ["Deutsch"], version: 2 },
    bioAbout: { detailedIntro: "At length.", version: 2 },
    experience: { workExperiences: [work], certifications: [], version: 2 },
  });
  expect(await rowOf(actor)).toEqual(before);
  expect(await getStatus(actor.practitionerId)).toEqual(status);
  const trail = await trailOf(actor);
  expect(trail.map(({ detail }) => detail)).toEqual(stepSlugs.map(slug => ({ step: slug.replaceAll("-", "_") })));
});

test("003: who is not through has no settings, a forgotten window overwrites nothing, and nobody shows somebody else's picture", async () => {
  const actor = await newPractitioner();
  for (const slug of stepSlugs.slice(0, 4)) await saveStep(actor, slug);
  const bio = changed["bio-about"];
  await expect(change(actor, "bio-about", bio)).rejects.toMatchObject({
    code: "onboarding_required",
    data: { next: "/onboarding" },
  });
  await saveStep(actor, "experience-certifications");
  await change(actor, "bio-about", bio, 1);
  await expect(change(actor, "bio-about", { ...bio, shortBio: "From another window." }, 1)).rejects.toMatchObject({
    code: "version_conflict",
    data: { version: 2, saved: bio, given: { shortBio: "From another window." } },
  });
  const foreign = `/api/v1/uploads/${"0".repeat(32)}`;
  const stolen = { ...changed["visual-profile"], profileUrl: foreign };
  await expect(change(actor, "visual-profile", stolen)).rejects.toMatchObject({ errors: [{ field: "profileUrl" }] });
  expect((await getAnswers(actor.practitionerId)).bioAbout).toEqual({ ...bio, version: 2 });
  expect(await trailOf(actor)).toHaveLength(1);
});
