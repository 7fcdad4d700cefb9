"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import type { Envelope } from "@/lib/platform/http/envelope";

type Props = {
  task: string;
  title: string;
  putOff: (input: unknown) => Promise<Envelope<unknown>>;
};

/** "I'll do this later": the next thing to do moves up, and this one stays in the list. */
export function PutOff({ task, title, putOff }: Props) {
  const t = useTranslations("stores.checklist");
  const router = useRouter();
  const [busy, start] = useTransition();
  const [refused, setRefused] = useState("");
  const act = () =>
    start(async () => {
      const answer = await putOff({ task }).catch(() => null);
      if (!answer?.success) return setRefused(answer?.message ?? t("notPutOff"));
      // The button goes with its task: whoever pressed it stays on the page.
      document.getElementById("main")?.focus();
      router.refresh();
    });
  return (
    <>
      <Button variant="ghost" size="small" busy={busy} aria-label={t("putOffTask", { title })} onClick={act}>
        {t("putOff")}
      </Button>
      <span role="status" className="text-sm text-danger empty:hidden">
        {refused}
      </span>
    </>
  );
}
