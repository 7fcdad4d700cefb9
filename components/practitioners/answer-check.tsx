import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CheckAnswers } from "@/components/flow/check-answers";
import { useInSentence } from "@/components/flow/use-in-sentence";
import type { StepSlug } from "@/lib/practitioners/schema";
import type { ProfileAnswers } from "./answers";
import { EntryTexts } from "./entry-texts";
import { Picture } from "./picture";

type Group = { slug: StepSlug; values: Record<string, ReactNode> };

const words = (list: readonly string[]) => list.join(", ");
const lines = (text: string | null) => text && <span className="whitespace-pre-line">{text}</span>;

function toGroups({ basicInfo, visualProfile, professionalDetails, bioAbout, experience }: ProfileAnswers): Group[] {
  const { firstName, lastName, email, location } = basicInfo;
  const { languages, teachingStyles, specializations, practiceType } = professionalDetails;
  const { profileUrl, profileAlt, bannerUrls, bannerAlts } = visualProfile;
  const { workExperiences, certifications } = experience;
  const pictures = {
    profileUrl: profileUrl && <Shown url={profileUrl} alt={profileAlt} className="size-16 rounded-full" />,
  };
  const banners = bannerUrls.length > 0 && <Banners urls={bannerUrls} alts={bannerAlts} />;
  return [
    { slug: "basic-info", values: { firstName, lastName, email, location } },
    { slug: "visual-profile", values: { ...pictures, bannerUrls: banners || null } },
    {
      slug: "professional-details",
      values: {
        practiceType,
        languages: words(languages),
        teachingStyles: words(teachingStyles),
        specializations: words(specializations),
      },
    },
    { slug: "bio-about", values: { shortBio: lines(bioAbout.shortBio), detailedIntro: lines(bioAbout.detailedIntro) } },
    {
      slug: "experience-certifications",
      values: {
        workExperiences: workExperiences.length > 0 ? <EntryTexts rows={workExperiences} /> : null,
        certifications: certifications.length > 0 ? <EntryTexts rows={certifications} /> : null,
      },
    },
  ];
}

/** All answers to look over, each with a way to change it that comes back here. */
export function AnswerCheck({ answers, base }: { answers: ProfileAnswers; base: string }) {
  const t = useTranslations("practitioners");
  const inSentence = useInSentence();
  const groups = toGroups(answers).map(({ slug, values }) => ({
    id: slug,
    title: t(`steps.${slug}.short`),
    items: Object.entries(values).map(([key, value]) => ({
      key,
      label: t(`answers.${key}`),
      value,
      change: { href: `${base}/${slug}?from=check`, name: inSentence(t(`answers.${key}`)) },
    })),
  }));
  return <CheckAnswers groups={groups} />;
}

function Shown({ url, alt, className }: { url: string; alt: string | null; className: string }) {
  const t = useTranslations("practitioners.visual");
  return (
    <Picture
      url={url}
      size="small"
      alt={alt || t("noText")}
      className={`border border-line object-cover ${className}`}
    />
  );
}

function Banners({ urls, alts }: { urls: readonly string[]; alts: readonly string[] }) {
  return (
    <span className="grid max-w-72 gap-2">
      {urls.map((url, at) => (
        <Shown key={url} url={url} alt={alts[at] ?? null} className="aspect-3/1 w-full rounded-sm" />
      ))}
    </span>
  );
}
