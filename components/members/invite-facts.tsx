import { useTranslations } from "next-intl";
import { Day } from "@/components/ui/day";
import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { InviteView } from "@/lib/members/view/invite";

/** What an invite is about: whose plan, when it begins, and what becomes of who does nothing. */
export function InviteFacts({ invite }: { invite: InviteView }) {
  const t = useTranslations("invites.facts");
  const when = () => <Time value={invite.otherwiseAt} />;
  const mustTell = invite.otherwise === "scheduled" && invite.missing.length > 0;
  const otherwise = mustTell ? "scheduledIfComplete" : invite.otherwise;
  const isVerified = invite.status === "otp_verified";
  return (
    <DescriptionList
      items={[
        { key: "plan", label: t("plan"), value: invite.plan.name },
        { key: "employer", label: t("employer"), value: invite.employer },
        { key: "begins", label: t("begins"), value: invite.beginsOn ? <Day value={invite.beginsOn} /> : t("atOnce") },
        { key: "until", label: t("until"), value: <Time value={isVerified ? invite.takeUpUntil : invite.expiresAt} /> },
        ...(isVerified ? [] : [{ key: "otherwise", label: t("otherwise"), value: t.rich(otherwise, { when }) }]),
      ]}
    />
  );
}
