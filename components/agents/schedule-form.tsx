"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState, useTransition } from "react";
import { useEarlySubmit } from "@/components/flow/use-early-submit";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import { syncRhythms } from "@/lib/agents/schema/schedule";
import type { ScheduleView } from "@/lib/agents/view/schedule";
import { call } from "@/lib/platform/http/browser";

/** How often the data is fetched by itself. */
export function ScheduleForm({ every }: Pick<ScheduleView, "every">) {
  const t = useTranslations("agents.settings.schedule");
  const { busy, told, problem, save } = useSave();
  const early = useEarlySubmit();
  return (
    <form {...early} onSubmit={save} className="grid justify-items-start gap-4">
      <RadioGroup
        name="every"
        legend={t("legend")}
        defaultValue={every}
        options={syncRhythms.map(value => ({ value, label: t(value), hint: t(`${value}Hint`) }))}
        className="w-full"
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" busy={busy} busyLabel={t("saving")}>
          {t("save")}
        </Button>
        <p role="status" className="text-success">
          {told}
        </p>
      </div>
      {problem ? (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      ) : null}
    </form>
  );
}

function useSave() {
  const t = useTranslations("agents.settings.schedule");
  const router = useRouter();
  const [isCalling, setCalling] = useState(false);
  const [isDrawing, startDrawing] = useTransition();
  const [told, setTold] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isCalling || isDrawing) return;
    const every = new FormData(event.currentTarget).get("every");
    setCalling(true);
    setTold("");
    const answer = await call("PUT", "/api/v1/agents/schedule", { every }).catch(() => null);
    setCalling(false);
    setProblem(answer?.success ? null : (answer?.message ?? t("failed")));
    if (!answer?.success) return;
    setTold(t("saved"));
    startDrawing(() => router.refresh());
  };
  return { busy: isCalling || isDrawing, told, problem, save };
}
