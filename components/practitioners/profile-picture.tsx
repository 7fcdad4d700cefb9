"use client";

import { Trash2, UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { fieldId } from "@/components/ui/field-context";
import { Input } from "@/components/ui/input";
import { useFocusLater } from "@/components/ui/use-focus-later";
import { Picture } from "./picture";
import { PicturePicker } from "./picture-picker";
import type { VisualStep } from "./visual";

const frame = { aspect: 1, longestSide: 960, isRound: true };

/** The one picture beside the practitioner's name. */
export function ProfilePicture({
  step: { form, field, register },
  mostBytes,
}: {
  step: VisualStep;
  mostBytes: number;
}) {
  const t = useTranslations("practitioners.visual.profile");
  const focusLater = useFocusLater();
  const url = form.watch("profileUrl");
  const change = (next: string) => {
    form.setValue("profileUrl", next, { shouldDirty: true, shouldValidate: form.formState.isSubmitted });
    if (next === "") form.setValue("profileAlt", "", { shouldDirty: true });
    focusLater(fieldId(next === "" ? "profileUrl" : "profileAlt"));
  };
  return (
    <section aria-labelledby="profile-picture" className="grid gap-4">
      <h2 id="profile-picture" className="text-lg font-semibold">
        {t("title")}
      </h2>
      <div className="flex flex-wrap items-center gap-4">
        <span className="grid size-24 shrink-0 place-items-center overflow-hidden rounded-full border border-line bg-sunken text-ink-muted">
          {url ? (
            <Picture url={url} size="small" alt={t("current")} className="size-full object-cover" />
          ) : (
            <UserRound aria-hidden className="size-10" />
          )}
        </span>
        <div className="flex flex-[1_1_12rem] flex-wrap gap-x-3 gap-y-1">
          <PicturePicker
            {...field("profileUrl")}
            label={t(url ? "change" : "choose")}
            frame={frame}
            mostBytes={mostBytes}
            onPicked={change}
          />
          {url ? (
            <Button variant="ghost" onClick={() => change("")}>
              <Trash2 aria-hidden />
              {t("remove")}
            </Button>
          ) : null}
        </div>
      </div>
      {url ? (
        <Field {...field("profileAlt")} label={t("alt")} hint={t("altHint")} optional>
          <Input autoComplete="off" {...register("profileAlt")} />
        </Field>
      ) : null}
    </section>
  );
}
