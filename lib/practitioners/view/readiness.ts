import { done, isThrough, type Moment, open, type Requirement } from "@/lib/platform/readiness/requirement";
import type { Standing } from "@/lib/platform/readiness/standing";

/** All that says what a practitioner needs. */
export type PractitionerFacts = {
  standing: Standing;
  /** Has the profile a picture? Null before the step that asks for them. */
  hasPicture: boolean | null;
  /** Since when something that they offer is shown. */
  shownAt: Moment;
  hasOffering: boolean;
};

const wizard = [
  { code: "basic_info", place: "basic-info#field-firstName" },
  { code: "visual_profile", place: "visual-profile" },
  { code: "professional_details", place: "professional-details#field-practiceType" },
  { code: "bio_about", place: "bio-about#field-shortBio" },
  { code: "experience_certifications", place: "experience-certifications" },
] as const;

/** What lets a practitioner in: all five steps, and whoever has been through them once. Nobody skips them. */
export function toSteps({ status, steps, createdAt }: Standing): Requirement[] {
  const rowOf = (code: string) => steps.find(({ step }) => step === code);
  const isDone = (code: string) => status === "complete" || rowOf(code)?.state === "done";
  const current = wizard.find(({ code }) => !isDone(code)) ?? wizard[4];
  return wizard.map(({ code, place }) => {
    const since = rowOf(code)?.endedAt;
    const isLast = code === wizard[4].code;
    // The last is saved when all five are there; until then the set-up is not through, whatever its rows say.
    if (isDone(code) && (!isLast || status === "complete")) return done(code, "user", { since, isGate: true });
    const reason = current.code === code ? "not_answered" : "comes_after";
    return open(code, ["due", "user", reason], { since: createdAt, fixUrl: `/onboarding/${place}`, isGate: true });
  });
}

/** May a practitioner pass the gate? */
export const isOpen = (standing: Standing): boolean => isThrough(toSteps(standing));

function toProfile({ standing, hasPicture, hasOffering, shownAt }: PractitionerFacts): Requirement[] {
  const isThere = isOpen(standing);
  const place = isThere ? "/dashboard/settings/visual-profile" : "/onboarding/visual-profile";
  const picture = hasPicture
    ? done("pictures", "user")
    : open("pictures", ["later", "user", "could_be_better"], { fixUrl: place });
  const toBetter = (code: "offering" | "shown_offering") =>
    open(code, ["later", "user", "could_be_better"], { fixUrl: "/dashboard#offerings" });
  const offerings = [
    hasOffering ? done("offering", "user") : toBetter("offering"),
    shownAt ? done("shown_offering", "user", { since: shownAt }) : toBetter("shown_offering"),
  ];
  return [...(hasPicture === null ? [] : [picture]), ...(isThere ? offerings : [])];
}

/** All that a practitioner needs. Their gate, the badge of staff, the alerts and every API read this and decide nothing themselves. */
export const toReadiness = (facts: PractitionerFacts): Requirement[] => [
  ...toSteps(facts.standing),
  ...toProfile(facts),
];
