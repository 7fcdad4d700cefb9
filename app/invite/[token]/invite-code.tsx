"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CodeForm } from "@/components/auth/code-form";
import type { CodeDoor, ShownChallenge } from "@/components/auth/use-code";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { InviteView } from "@/lib/members/view/invite";
import type { ChallengeView } from "@/lib/platform/auth/schema";
import { call } from "@/lib/platform/http/browser";
import { confirm } from "./actions";

type Channel = "email" | "sms";
type InviteCodeProps = {
  token: string;
  reach: InviteView["reach"];
  hasOutbox: boolean;
  lead: string;
  onDone: () => Promise<void>;
};

const ask = (inviteToken: string, channel: Channel) =>
  call<ChallengeView>("POST", "/api/v1/beneficiary/get-email-activation-otp", { inviteToken, channel });

const doorOf = (inviteToken: string, channel: Channel): CodeDoor<object> => ({
  verify: (challengeId, otp) => confirm({ inviteToken, challengeId, otp }),
  resend: () => ask(inviteToken, channel),
});

/** Sends a code by the way that somebody chooses, and takes it. */
export function InviteCode({ token, reach, hasOutbox, lead, onDone }: InviteCodeProps) {
  const t = useTranslations("invites.code");
  const [challenge, setChallenge] = useState<ShownChallenge | null>(null);
  const [busy, setBusy] = useState<Channel | null>(null);
  const [problem, setProblem] = useState("");
  const send = async (channel: Channel) => {
    if (busy) return;
    setBusy(channel);
    setProblem("");
    const answer = await ask(token, channel);
    setBusy(null);
    if (answer.success && answer.data) setChallenge({ ...answer.data, channel });
    else setProblem(answer.error?.message ?? answer.message);
  };
  const others = reach.filter(({ channel }) => channel !== challenge?.channel);
  return (
    <div className="grid gap-6">
      {challenge ? (
        <CodeForm
          key={challenge.challengeId}
          challenge={challenge}
          door={doorOf(token, challenge.channel)}
          onDone={() => void onDone()}
          correctHref={null}
          hasOutbox={hasOutbox}
          submitLabel={t("submit")}
          doneLabel={t("done")}
          isKnown
        />
      ) : reach.length === 0 ? (
        <Notice tone="warning" title={t("noWay")}>
          {t("noWayLead")}
        </Notice>
      ) : (
        <div className="grid gap-3">
          <p className="text-pretty">{lead}</p>
          <ul className="grid gap-1">
            {reach.map(({ channel, to }) => (
              <li key={channel} className="wrap-anywhere">
                {t(channel === "email" ? "toEmail" : "toSms")} <strong className="font-semibold">{to}</strong>
              </li>
            ))}
          </ul>
        </div>
      )}
      {problem ? <Notice tone="danger" live="assertive" title={problem} /> : null}
      <div className="flex flex-wrap gap-3">
        {others.map(({ channel }, at) => (
          <Button
            key={channel}
            size="large"
            variant={challenge || at > 0 ? "secondary" : undefined}
            className="max-sm:w-full"
            busy={busy === channel}
            busyLabel={t("sending")}
            onClick={() => void send(channel)}
          >
            {challenge
              ? t(channel === "email" ? "otherEmail" : "otherSms")
              : t(channel === "email" ? "byEmail" : "bySms")}
          </Button>
        ))}
      </div>
    </div>
  );
}
