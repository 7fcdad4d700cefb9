import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import type { MemberView } from "@/lib/members/view/member";
import { MemberDetails } from "./member-details";
import { MemberFamily } from "./member-family";
import { MemberSubscriptions } from "./member-subscriptions";

/** What is known of a member, their family, and their plans. */
export function MemberCards({ member }: { member: MemberView }) {
  const t = useTranslations("members.members");
  return (
    <>
      <div className="grid grid-cols-1 gap-6 xl:grid-cols-[2fr_1fr] xl:items-start">
        <Card title={t("details")}>
          <MemberDetails member={member} />
        </Card>
        <Card title={t("family")}>
          <MemberFamily primary={member.primary} dependents={member.dependents} />
        </Card>
      </div>
      <Card flush title={t("subscriptions")} description={t("subscriptionsLead")}>
        <MemberSubscriptions subscriptions={member.subscriptions} />
      </Card>
    </>
  );
}
