"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { InviteConsents } from "@/components/members/invite-consents";
import { InviteDetails, useNames } from "@/components/members/invite-details";
import { InviteDone } from "@/components/members/invite-done";
import { InviteStep } from "@/components/members/invite-step";
import { Notice } from "@/components/ui/notice";
import type { ConsentId } from "@/lib/members/schema/consent";
import type { InviteView } from "@/lib/members/view/invite";
import { InviteCode } from "./invite-code";
import { type Agreed, useAcceptance } from "./use-acceptance";

type Stage = "details" | "consents" | "code";
type InviteStepsProps = {
  token: string;
  invite: InviteView;
  /** This browser has shown a right code a short while ago. */
  isProven: boolean;
  hasOutbox: boolean;
  facts: ReactNode;
};

/** The way through an invite: details, what is agreed to, a code; whoever has shown a code before has only to agree. */
export function InviteSteps({ token, invite: drawn, isProven: wasProven, hasOutbox, facts }: InviteStepsProps) {
  const t = useTranslations("invites");
  const [saved, setSaved] = useState<InviteView | null>(null);
  // Texts may have been read anew; details are as they were saved last.
  const invite = saved ? { ...saved, consents: drawn.consents, wording: drawn.wording } : drawn;
  const isVerified = drawn.status === "otp_verified";
  const [stage, setStage] = useState<Stage>(isVerified ? "consents" : "details");
  const [hasMoved, setMoved] = useState(false);
  const [isProven, setProven] = useState(wasProven);
  // Whoever chooses another language at the code has agreed to the texts that they read.
  const [agreed, setAgreed] = useState<Agreed>({ consents: [], wording: invite.wording });
  const { accepted, problems, isBusy, takeUp } = useAcceptance(token);
  const nameAll = useNames();
  if (accepted) return <InviteDone token={token} accepted={accepted} plan={invite.plan.name} />;
  const go = (next: Stage) => {
    setMoved(true);
    setStage(next);
  };
  const finish = async (given: Agreed) => {
    const outcome = await takeUp(given);
    if (outcome === "done") return;
    setProven(outcome !== "unproven");
    if (outcome === "outdated") setAgreed({ consents: [], wording: invite.wording });
    go(outcome === "unproven" ? "code" : "consents");
  };
  const agree = (consents: readonly ConsentId[]) => {
    const given = { consents, wording: invite.wording };
    setAgreed(given);
    if (isProven) void finish(given);
    else go("code");
  };
  const told = (next: InviteView | null) => {
    setSaved(next ?? saved);
    if ((next ?? invite).missing.length === 0) go("consents");
  };
  return (
    <div className="grid gap-8">
      {facts}
      {problems.length > 0 ? <Problems problems={problems} /> : null}
      {isVerified && invite.missing.length > 0 ? (
        <Notice tone="warning" title={t("details.gone", { fields: nameAll(invite.missing) })} />
      ) : null}
      <InviteStep key={stage} stage={stage} isFirst={!hasMoved}>
        {stage === "details" ? <InviteDetails token={token} invite={invite} onDone={told} /> : null}
        {stage === "consents" ? (
          <InviteConsents
            key={invite.wording}
            consents={invite.consents}
            wording={invite.wording}
            isLast={isProven}
            isBusy={isBusy}
            given={agreed.wording === invite.wording ? agreed.consents : []}
            onBack={isVerified || isProven ? undefined : () => go("details")}
            onDone={agree}
          />
        ) : null}
        {stage === "code" ? (
          <InviteCode
            token={token}
            reach={invite.reach}
            hasOutbox={hasOutbox}
            lead={t("code.lead")}
            onDone={() => finish(agreed)}
          />
        ) : null}
      </InviteStep>
    </div>
  );
}

function Problems({ problems }: { problems: readonly string[] }) {
  const [only, ...more] = problems;
  if (more.length === 0) return <Notice tone="danger" live="assertive" title={only} />;
  return (
    <Notice tone="danger" live="assertive">
      <ul className="grid list-disc gap-1 pl-5">
        {problems.map(problem => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </Notice>
  );
}
