"use client";

import { EyeOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Status } from "@/components/ui/status";
import type { Envelope } from "@/lib/platform/http/envelope";
import type { Offered } from "./use-offering-texts";

type OfferingSwitchProps = { offering: Offered; show: (input: unknown) => Promise<Envelope<unknown>> };

/** Whether an offering is seen by everybody, and the button that turns that round. */
export function OfferingSwitch({ offering: { id, title, isActive }, show }: OfferingSwitchProps) {
  const t = useTranslations("practitioners.offerings");
  const flow = useTranslations("flow");
  const router = useRouter();
  const [sending, setSending] = useState(false);
  const [drawing, startDrawing] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const turn = async () => {
    setSending(true);
    const answer = await show({ id, isActive: !isActive }).catch(() => null);
    setSending(false);
    setProblem(answer?.success ? null : (answer?.message ?? flow("saveFailed")));
    if (answer?.success) startDrawing(router.refresh);
  };
  return (
    <>
      <span role="status">
        {isActive ? (
          <Status tone="success">{t("active")}</Status>
        ) : (
          <Status tone="neutral" icon={EyeOff}>
            {t("inactive")}
          </Status>
        )}
      </span>
      <Button
        variant="secondary"
        size="small"
        busy={sending || drawing}
        busyLabel={flow("saving")}
        aria-label={t(isActive ? "deactivateNamed" : "activateNamed", { title })}
        onClick={() => void turn()}
      >
        {t(isActive ? "deactivate" : "activate")}
      </Button>
      {problem ? (
        <p role="alert" className="text-sm text-danger">
          {problem}
        </p>
      ) : null}
    </>
  );
}
