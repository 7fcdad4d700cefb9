"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { DraftKept, DraftRestored } from "@/components/flow/draft-notes";
import { StepForm } from "@/components/flow/step-form";
import { useAfterSave } from "@/components/flow/use-after-save";
import { isNews, useDraft } from "@/components/flow/use-draft";
import { useStepForm } from "@/components/flow/use-step-form";
import { CharacterCount } from "@/components/ui/character-count";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { Envelope } from "@/lib/platform/http/envelope";
import { countCharacters } from "@/lib/practitioners/schema/characters";

type Answers = { shortBio: string; detailedIntro: string };
type Props = {
  saved: { version: number; shortBio: string | null; detailedIntro: string | null };
  save: (input: unknown) => Promise<Envelope<unknown>>;
  /** The next page of the wizard; null in the settings. */
  next: string | null;
  /** What was typed before and not saved; left out where no drafts are kept. */
  draft?: { answers: Partial<Answers>; savedAt: string } | null;
  lengths: { shortBio: { least: number; most: number }; detailedIntro: { most: number } };
};

const draftPath = "/api/v1/practitioner/onboarding/step/bio-about/draft";
const texts = [
  { name: "shortBio", rows: 4, optional: false },
  { name: "detailedIntro", rows: 10, optional: true },
] as const;

/** The practitioner in their own words; what is typed is kept meanwhile. */
export function BioForm({ saved, save, next, draft, lengths }: Props) {
  const t = useTranslations("practitioners.bio");
  const after = useAfterSave(next);
  const answers: Answers = { shortBio: saved.shortBio ?? "", detailedIntro: saved.detailedIntro ?? "" };
  const [restored, setRestored] = useState(isNews(draft?.answers, answers) ? draft : null);
  const step = useStepForm({
    schema: () => import("@/lib/practitioners/schema").then(found => found.BioAbout),
    defaultValues: { ...answers, ...restored?.answers } as never,
    version: saved.version,
    save: (values, context) => save({ ...values, version: context.version }),
    onSaved: after.onSaved,
  });
  const { form, field } = step;
  const { savedAt, forget } = useDraft(form, draft === undefined ? null : draftPath);
  const discard = () => {
    setRestored(null);
    form.reset(answers as never);
    void forget();
  };
  const typed = form.watch();
  const told = draft === undefined ? after.word(form.formState.isDirty) : <DraftKept savedAt={savedAt} />;
  return (
    <StepForm step={step} submitLabel={after.submitLabel} actions={told}>
      {restored ? <DraftRestored savedAt={restored.savedAt} onDiscard={discard} /> : null}
      {texts.map(({ name, rows, optional }) => (
        <div key={name} className="grid gap-1.5">
          <Field
            {...field(name)}
            label={t(`${name}.label`)}
            hint={t(`${name}.hint`, lengths[name])}
            optional={optional}
          >
            <Textarea rows={rows} {...step.register(name)} />
          </Field>
          <CharacterCount count={countCharacters((typed[name] ?? "").trim())} most={lengths[name].most} />
        </div>
      ))}
    </StepForm>
  );
}
