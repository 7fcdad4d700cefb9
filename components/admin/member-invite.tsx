"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { StaffInviteView } from "@/lib/members/view/invite";
import type { MemberView } from "@/lib/members/view/member";
import { MemberInviteActs } from "./member-invite-acts";

type MemberInviteProps = Pick<ComponentProps<typeof MemberInviteActs>, "plans" | "acts"> & {
  member: MemberView;
  /** Admins act, operators look. */
  canAct: boolean;
};

/** The newest link that asked a member aboard: where it went, until when it holds, what then happens; an admin sends and takes back here. */
export function MemberInvite({ member, plans, acts, canAct }: MemberInviteProps) {
  const t = useTranslations("members.invite");
  const [done, setDone] = useState("");
  const { invite, canInvite } = member;
  if (!invite && !(canAct && canInvite)) return null;
  return (
    <Card
      title={t("title")}
      description={invite ? undefined : t("none")}
      actions={
        canAct ? (
          <div className="flex flex-wrap gap-2">
            <MemberInviteActs member={member} plans={plans} acts={acts} onDone={setDone} />
          </div>
        ) : undefined
      }
    >
      <span role="status" className="sr-only">
        {done}
      </span>
      {invite ? <InviteFacts invite={invite} state={member.state} /> : null}
    </Card>
  );
}

function InviteFacts({ invite, state }: { invite: StaffInviteView; state: MemberView["state"] }) {
  const t = useTranslations("members.invite");
  const when = () => <Time value={invite.otherwiseAt} />;
  const { endedBecause, isLinkOver } = invite;
  const isVerified = endedBecause === null && state === "otp_verified";
  const standing = endedBecause ?? (isVerified ? "verified" : isLinkOver ? "linkOver" : "open");
  const open = [
    { key: "ends", label: t("linkEnds"), value: <Time value={invite.expiresAt} relative /> },
    { key: "until", label: t("takeUpUntil"), value: <Time value={invite.takeUpUntil} relative /> },
    ...(isVerified ? [] : [{ key: "then", label: t("then"), value: t.rich(invite.otherwise, { when }) }]),
  ];
  return (
    <DescriptionList
      className="-my-3"
      items={[
        { key: "standing", label: t("standing"), value: t(`standings.${standing}`) },
        { key: "plan", label: t("plan"), value: invite.plan.name },
        { key: "by", label: t("sentBy"), value: invite.sentBy.map(way => t(`ways.${way}`)).join(", ") },
        { key: "sent", label: t("sent"), value: <Time value={invite.sentAt} relative /> },
        ...(endedBecause === null ? open : []),
      ]}
    />
  );
}
