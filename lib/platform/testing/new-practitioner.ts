import { transaction } from "@/lib/platform/db";
import type { StepSlug } from "@/lib/practitioners/schema";
import { arriveAsPractitioner } from "@/lib/practitioners/service/arrive";
import { completeStep } from "@/lib/practitioners/service/complete-step";

/** Answers of each step that pass. */
export const practitionerAnswers: Record<StepSlug, object> = {
  "basic-info": { firstName: "Amélie", lastName: "Østergård", email: "amelie@example.com", location: "Zürich" },
  "visual-profile": { bannerUrls: [], bannerAlts: [], profileUrl: null, profileAlt: null },
  "professional-details": {
    practiceType: "Yoga Studio",
    languages: ["English", "日本語"],
    teachingStyles: ["Hatha"],
    specializations: ["Breath"],
  },
  "bio-about": { shortBio: "I teach people to breathe.", detailedIntro: null },
  "experience-certifications": { workExperiences: [], certifications: [] },
};

let serial = 0;
/** Makes a practitioner who has signed in for the first time; of somebody the calling system knew, with what it told. */
export async function newPractitioner(told?: object) {
  const phoneNumber = `+35262189${String(++serial).padStart(4, "0")}`;
  return transaction("system", async tx => {
    if (told) await tx.practitioner.create({ data: { phoneNumber, ...told } });
    const role = { create: { role: "practitioner" } } as const;
    const { id: userId } = await tx.user.create({ data: { phoneNumber, roles: role }, select: { id: true } });
    await arriveAsPractitioner(tx, userId);
    const { id } = await tx.practitioner.findUniqueOrThrow({ where: { userId }, select: { id: true } });
    return { userId, practitionerId: id, phoneNumber };
  });
}

type Actor = Pick<Awaited<ReturnType<typeof newPractitioner>>, "userId" | "practitionerId">;

/** Saves one step with answers that pass, or these. */
export const saveStep = (actor: Actor, slug: StepSlug, input: object = practitionerAnswers[slug], version?: number) =>
  completeStep({ slug, input, version, actor, address: "127.0.0.1" });
