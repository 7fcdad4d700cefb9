"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import type { Envelope } from "@/lib/platform/http/envelope";

type FinishProps = {
  finish: (input: unknown) => Promise<Envelope<unknown>>;
  base: string;
  label: string;
  atOnce?: boolean;
};

/** Ends the onboarding and leads to the dashboard; `atOnce`, by itself, when the person watched the import end. */
export function FinishButton({ finish, base, label, atOnce = false }: FinishProps) {
  const t = useTranslations("stores.import");
  const router = useRouter();
  const [state, setState] = useState<"idle" | "busy" | "done">("idle");
  const [problem, setProblem] = useState<string | null>(null);
  const complete = async () => {
    const answer = await finish({});
    setProblem(answer.success ? null : answer.message);
    setState(answer.success ? "done" : "idle");
    return answer.success;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the import has ended before this person's eyes
  useEffect(() => {
    if (atOnce) void complete();
  }, []);
  const go = async () => {
    setState("busy");
    if (state === "done" || (await complete())) router.push(base.replace(/onboarding$/, "dashboard"));
  };
  return (
    <>
      <Button busy={state === "busy"} busyLabel={t("opening")} onClick={go}>
        {label}
      </Button>
      {problem ? (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      ) : null}
    </>
  );
}
