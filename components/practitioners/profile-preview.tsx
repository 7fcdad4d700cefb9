import { MapPin, UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import type { ProfileAnswers } from "./answers";
import { EntryTexts } from "./entry-texts";
import { Picture } from "./picture";
import { type Offered, useOfferingTexts } from "./use-offering-texts";

type ProfilePreviewProps = { answers: ProfileAnswers; offerings: readonly Offered[] };

/** The profile as others will see it. */
export function ProfilePreview({ answers, offerings }: ProfilePreviewProps) {
  const t = useTranslations("practitioners.preview");
  const { visualProfile, professionalDetails, bioAbout, experience } = answers;
  const { languages, teachingStyles, specializations } = professionalDetails;
  const [banner, ...others] = visualProfile.bannerUrls;
  const altOf = (at: number) => visualProfile.bannerAlts[at] ?? "";
  return (
    <Card title={t("title")} description={t("help")}>
      <article className="grid gap-6 overflow-hidden rounded-md border border-line pb-6">
        <div className="aspect-3/1 bg-accent-soft">
          {banner ? <Picture url={banner} alt={altOf(0)} className="size-full object-cover" /> : null}
        </div>
        <div className="grid gap-6 px-4 sm:px-6">
          <Head answers={answers} />
          {bioAbout.shortBio ? <p className="text-lg text-pretty whitespace-pre-line">{bioAbout.shortBio}</p> : null}
          <Part title={t("offers")} isThere={offerings.length > 0}>
            <Offers offerings={offerings} />
          </Part>
          <Part title={t("about")} isThere={bioAbout.detailedIntro !== null}>
            <p className="text-pretty whitespace-pre-line">{bioAbout.detailedIntro}</p>
          </Part>
          {others.map((url, at) => (
            <Picture
              key={url}
              url={url}
              size="medium"
              alt={altOf(at + 1)}
              className="aspect-3/1 w-full rounded-md object-cover"
            />
          ))}
          <Words title={t("specializations")} words={specializations} />
          <Words title={t("teachingStyles")} words={teachingStyles} />
          <Words title={t("languages")} words={languages} />
          <Part title={t("work")} isThere={experience.workExperiences.length > 0}>
            <EntryTexts rows={experience.workExperiences} />
          </Part>
          <Part title={t("certificates")} isThere={experience.certifications.length > 0}>
            <EntryTexts rows={experience.certifications} />
          </Part>
        </div>
      </article>
    </Card>
  );
}

function Head({ answers: { basicInfo, visualProfile, professionalDetails } }: { answers: ProfileAnswers }) {
  const { profileUrl, profileAlt } = visualProfile;
  return (
    <header className="grid gap-3">
      <span className="-mt-16 grid size-24 place-items-center overflow-hidden rounded-full border-4 border-surface bg-sunken text-ink-muted sm:size-28">
        {profileUrl ? (
          <Picture url={profileUrl} size="small" alt={profileAlt ?? ""} className="size-full object-cover" />
        ) : (
          <UserRound aria-hidden className="size-10" />
        )}
      </span>
      <div className="grid gap-1">
        <h3 className="text-2xl font-semibold wrap-anywhere">
          <bdi>{[basicInfo.firstName, basicInfo.lastName].filter(Boolean).join(" ")}</bdi>
        </h3>
        {professionalDetails.practiceType ? <p className="wrap-anywhere">{professionalDetails.practiceType}</p> : null}
        <p className="flex items-center gap-1.5 text-ink-muted">
          <MapPin aria-hidden className="size-4 shrink-0" />
          <bdi className="wrap-anywhere">{basicInfo.location}</bdi>
        </p>
      </div>
    </header>
  );
}

function Part({ title, isThere, children }: { title: string; isThere: boolean; children: ReactNode }) {
  if (!isThere) return null;
  return (
    <section className="grid gap-2">
      <h4 className="font-semibold">{title}</h4>
      {children}
    </section>
  );
}

function Words({ title, words }: { title: string; words: readonly string[] }) {
  return (
    <Part title={title} isThere={words.length > 0}>
      <ul className="flex flex-wrap gap-2">
        {words.map(word => (
          <li key={word} className="rounded-md bg-accent-soft px-2.5 py-1 text-sm text-accent-ink wrap-anywhere">
            <bdi>{word}</bdi>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Offers({ offerings }: { offerings: readonly Offered[] }) {
  const say = useOfferingTexts();
  return (
    <ul className="grid gap-3">
      {offerings.map(offering => (
        <li key={offering.id} className="rounded-md border border-line p-4">
          <p className="font-medium wrap-anywhere">
            <bdi>{offering.title}</bdi>
          </p>
          <p className="text-sm text-ink-muted tabular-nums">{say(offering)}</p>
          {offering.description ? <p className="mt-2 text-pretty whitespace-pre-line">{offering.description}</p> : null}
        </li>
      ))}
    </ul>
  );
}
