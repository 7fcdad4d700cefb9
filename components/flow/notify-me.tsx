"use client";

import { BellRing } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";

type Channel = "email" | "sms";
type NotifyMeProps = {
  onboardingId: number;
  /** What was asked for before. */
  asked: Channel | null;
  /** Where each way leads, masked; null where there is no such way. */
  to: Record<Channel, string | null>;
  size?: "small";
};

function useAsking({ onboardingId, asked: before }: NotifyMeProps) {
  const [asked, setAsked] = useState(before);
  const [busy, setBusy] = useState<Channel | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = async (channel: Channel): Promise<boolean> => {
    setBusy(channel);
    const answer = await call("POST", `/api/v1/onboardings/${onboardingId}/notify-me`, { channel });
    setBusy(null);
    setProblem(answer.success ? null : answer.message);
    if (answer.success) setAsked(channel);
    return answer.success;
  };
  return { asked, busy, problem, ask };
}

/** "Tell me when ready": by e-mail or by text message, once. */
export function NotifyMe(props: NotifyMeProps) {
  const t = useTranslations("flow.notifyMe");
  const { asked, busy, problem, ask } = useAsking(props);
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const offered = (["email", "sms"] as const).filter(channel => props.to[channel] !== null);
  const choose = async (channel: Channel) => {
    if (await ask(channel)) setOpen(false);
  };
  return (
    <div className="grid justify-items-start gap-3">
      <div role="status" className="text-pretty text-ink-muted empty:hidden">
        {asked ? t(`asked.${asked}`, { to: props.to[asked] ?? "" }) : null}
      </div>
      <Button
        variant="secondary"
        size={props.size}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <BellRing aria-hidden />
        {asked ? t("change") : t("button")}
      </Button>
      <fieldset id={id} hidden={!isOpen} className="grid gap-2">
        <legend className="mb-2 font-medium">{t("question")}</legend>
        <div className="flex flex-wrap gap-3">
          {offered.map(channel => (
            <Button
              key={channel}
              variant="secondary"
              size={props.size}
              busy={busy === channel}
              busyLabel={t("busy")}
              onClick={() => choose(channel)}
            >
              {t(channel, { to: props.to[channel] ?? "" })}
            </Button>
          ))}
        </div>
      </fieldset>
      {problem ? (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
