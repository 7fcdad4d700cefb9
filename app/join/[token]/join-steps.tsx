"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CodeForm } from "@/components/auth/code-form";
import type { CodeDoor, ShownChallenge } from "@/components/auth/use-code";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { ChallengeView } from "@/lib/platform/auth/schema";
import { call } from "@/lib/platform/http/browser";

type JoinStepsProps = { token: string; to: string; expiresAt: string; hasOutbox: boolean };

const ask = (token: string) => call<ChallengeView>("POST", "/api/v1/customer/join/code", { token });

const doorOf = (token: string): CodeDoor<{ redirectTo: string }> => ({
  verify: (challengeId, otp) => call("POST", "/api/v1/customer/join", { token, challengeId, otp }),
  resend: () => ask(token),
});

/** Sends a code to the address that was invited, and takes it: then somebody is signed in. */
export function JoinSteps({ token, to, expiresAt, hasOutbox }: JoinStepsProps) {
  const t = useTranslations("customer.join");
  const [challenge, setChallenge] = useState<ShownChallenge | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const send = async () => {
    setBusy(true);
    setProblem("");
    const answer = await ask(token);
    setBusy(false);
    if (answer.success && answer.data) setChallenge({ ...answer.data, channel: "email" });
    else setProblem(answer.error?.message ?? answer.message);
  };
  if (challenge)
    return (
      <CodeForm
        challenge={challenge}
        door={doorOf(token)}
        // A full load: nothing that was drawn for somebody else may be shown to whoever is signed in now.
        onDone={({ redirectTo }) => window.location.assign(redirectTo)}
        correctHref={null}
        hasOutbox={hasOutbox}
        submitLabel={t("submit")}
        isKnown
      />
    );
  return (
    <div className="grid justify-items-start gap-6">
      <p className="text-pretty">
        {t.rich("how", { to: () => <strong className="font-semibold wrap-anywhere">{to}</strong> })}
      </p>
      {problem ? <Notice tone="danger" live="assertive" title={problem} /> : null}
      <Button size="large" className="max-sm:w-full" busy={busy} busyLabel={t("sending")} onClick={() => void send()}>
        {t("send")}
      </Button>
      <p className="text-sm text-ink-muted">{t.rich("until", { when: () => <Time value={expiresAt} /> })}</p>
    </div>
  );
}
