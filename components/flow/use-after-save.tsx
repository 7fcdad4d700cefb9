"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Status } from "@/components/ui/status";

/** What follows a good save, and how the button that saves is called. */
type AfterSave = {
  onSaved: () => void;
  submitLabel: string | undefined;
  /** Beside the button; `isChanged` = something was typed since. */
  word: (isChanged: boolean) => ReactNode;
};

/** After a good save the next step of a wizard; or, where there is none (`next` null), a word that it is saved, and the page drawn anew. */
export function useAfterSave(next: string | null): AfterSave {
  const t = useTranslations("flow");
  const router = useRouter();
  const [isSaved, setSaved] = useState(false);
  if (next !== null)
    return {
      onSaved: () => {
        router.push(next);
        // The way back leads to the step as it is now, not as the router kept it from before the save.
        router.refresh();
      },
      submitLabel: undefined,
      word: () => null,
    };
  return {
    onSaved: () => {
      setSaved(true);
      router.refresh();
    },
    submitLabel: t("save"),
    word: isChanged => (
      <div role="status">{isSaved && !isChanged ? <Status tone="success">{t("saved")}</Status> : null}</div>
    ),
  };
}
