"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { InviteConsents } from "@/components/members/invite-consents";
import { InviteDetails } from "@/components/members/invite-details";
import { InviteDone } from "@/components/members/invite-done";
import { InviteStep } from "@/components/members/invite-step";
import { Notice } from "@/components/ui/notice";
import type { ConsentId } from "@/lib/members/schema/consent";
import type { AcceptedView, InviteView } from "@/lib/members/view/invite";
import { accept } from "./actions";
import { InviteCode } from "./invite-code";

type Stage = "details" | "consents" | "code";
type InviteStepsProps = {
  token: string;
  invite: InviteView;
  /** This browser has shown a right code a short while ago. */
  isProven: boolean;
  hasOutbox: boolean;
  facts: ReactNode;
};

/** Takes an invite up with what was agreed to; `problem` is what the server had against it. */
function useAcceptance(token: string, { wording }: InviteView) {
  const [accepted, setAccepted] = useState<AcceptedView | null>(null);
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const takeUp = async (consents: readonly ConsentId[]) => {
    setBusy(true);
    setProblem("");
    const answer = await accept({ token, consents, wording }).catch(() => null);
    setBusy(false);
    if (answer?.data && answer.success) setAccepted(answer.data);
    else
      setProblem(
        [answer?.error?.message, ...(answer?.error?.errors ?? []).map(one => one.message)].find(Boolean) ?? "",
      );
    return Boolean(answer?.success);
  };
  return { accepted, problem, isBusy, takeUp };
}

/** The way through an invite: details, what is agreed to, a code; whoever has shown a code before has only to agree. */
export function InviteSteps({ token, invite: first, isProven: wasProven, hasOutbox, facts }: InviteStepsProps) {
  const t = useTranslations("invites");
  const [invite, setInvite] = useState(first);
  const [stage, setStage] = useState<Stage>(first.status === "otp_verified" ? "consents" : "details");
  const [isProven, setProven] = useState(wasProven);
  const [consents, setConsents] = useState<readonly ConsentId[]>([]);
  const { accepted, problem, isBusy, takeUp } = useAcceptance(token, invite);
  if (accepted) return <InviteDone accepted={accepted} plan={invite.plan.name} />;
  const agree = (given: readonly ConsentId[]) => {
    setConsents(given);
    if (isProven) void takeUp(given);
    else setStage("code");
  };
  const confirmed = async () => {
    setProven(true);
    if (!(await takeUp(consents))) setStage("consents");
  };
  return (
    <div className="grid gap-8">
      {facts}
      {problem ? <Notice tone="danger" live="assertive" title={problem} /> : null}
      <InviteStep key={stage} stage={stage} isFirst={stage === "details"}>
        {stage === "details" ? (
          <InviteDetails
            token={token}
            invite={invite}
            onDone={next => {
              if (next) setInvite(next);
              setStage("consents");
            }}
          />
        ) : null}
        {stage === "consents" ? (
          <InviteConsents
            consents={invite.consents}
            wording={invite.wording}
            isLast={isProven}
            isBusy={isBusy}
            onDone={agree}
          />
        ) : null}
        {stage === "code" ? (
          <InviteCode
            token={token}
            reach={invite.reach}
            hasOutbox={hasOutbox}
            lead={t("code.lead")}
            onDone={confirmed}
          />
        ) : null}
      </InviteStep>
    </div>
  );
}
