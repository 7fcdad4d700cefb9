"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";
import { importParts } from "@/lib/stores/schema/choices";
import { RunAgainFields } from "./run-again-fields";

type Props = { onboardingId: number; name: string; status: string };
type Started = { jobId: number; createdNew: boolean };

// One that is there already would only be named; one that waits goes on by itself.
const underWay: ReadonlySet<string> = new Set(["pending", "running", "waiting"]);

const readOrder = (given: FormData) => {
  const [what, reason] = [String(given.get("from") ?? ""), String(given.get("reason") ?? "").trim()];
  return { ...(importParts.some(part => part === what) ? { from: what } : {}), ...(reason ? { reason } : {}) };
};

/** A button that asks what of a store's import shall run again: what is missing, or a part and all after it. */
export function RunImportAgain({ onboardingId, name, status }: Props) {
  const t = useTranslations("admin.stores.again");
  const router = useRouter();
  const [done, setDone] = useState("");
  const start = async (given: FormData) => {
    const answer = await call<Started>("POST", `/api/v1/admin/onboardings/${onboardingId}/retry`, readOrder(given));
    if (answer.data) setDone(t(answer.data.createdNew ? "done" : "runs", { name }));
    return answer;
  };
  return (
    // In its own box, because it would else stick out of the table's.
    <div className="relative">
      <span role="status" className="sr-only">
        {done}
      </span>
      {underWay.has(status) ? null : (
        <Question
          trigger={
            <Button variant="secondary" size="small" aria-label={t("name", { name })}>
              {t("button")}
            </Button>
          }
          title={t("title", { name })}
          effect={t("effect")}
          confirm={{ label: t("confirm"), busy: t("busy") }}
          act={start}
          onDone={router.refresh}
        >
          {refused => <RunAgainFields refused={refused} isComplete={status === "complete"} />}
        </Question>
      )}
    </div>
  );
}
