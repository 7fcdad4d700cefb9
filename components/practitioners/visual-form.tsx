"use client";

import { useTranslations } from "next-intl";
import type { ZodType } from "zod";
import { StepForm } from "@/components/flow/step-form";
import { useAfterSave } from "@/components/flow/use-after-save";
import { useStepForm } from "@/components/flow/use-step-form";
import type { Envelope } from "@/lib/platform/http/envelope";
import type { VisualProfile } from "@/lib/practitioners/schema";
import { BannerList } from "./banner-list";
import { ProfilePicture } from "./profile-picture";
import type { TypedVisual } from "./visual";

type Props = {
  saved: VisualProfile & { version: number };
  save: (input: unknown) => Promise<Envelope<unknown>>;
  /** The next page of the wizard; null in the settings. */
  next: string | null;
  limits: { bytes: number; banners: number };
};

const schema = (): Promise<ZodType<VisualProfile, TypedVisual>> =>
  import("@/lib/practitioners/schema").then(found => found.VisualProfile as never);

/** Pictures of the practitioner, each with a text for who does not see it; all of it may be left out. */
export function VisualForm({ saved, save, next, limits }: Props) {
  const t = useTranslations("practitioners.visual");
  const after = useAfterSave(next);
  const { bannerUrls, bannerAlts, profileUrl, profileAlt, version } = saved;
  const step = useStepForm({
    schema,
    defaultValues: { profileUrl: profileUrl ?? "", profileAlt: profileAlt ?? "", bannerUrls, bannerAlts },
    version,
    save: (values, context) => save({ ...values, version: context.version }),
    onSaved: after.onSaved,
  });
  return (
    <StepForm step={step} submitLabel={after.submitLabel} actions={after.word(step.form.formState.isDirty)}>
      <p className="text-ink-muted">{t("kinds")}</p>
      <ProfilePicture step={step} mostBytes={limits.bytes} />
      <BannerList step={step} mostBytes={limits.bytes} most={limits.banners} />
    </StepForm>
  );
}
