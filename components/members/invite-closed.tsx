import { CircleCheck, Clock, type LucideIcon, MailCheck, SearchX, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/link-button";
import { PageMessage } from "@/components/ui/page-message";
import { Time } from "@/components/ui/time";
import type { ClosedInvite } from "@/lib/members/view/closed-invite";
import { InviteFeedback } from "./invite-feedback";
import { RenewLink } from "./renew-link";

const icons: Record<ClosedInvite["why"], LucideIcon> = {
  ...{ replaced: MailCheck, expired: Clock, expiredForGood: Clock, expiredDue: Clock, over: Clock },
  ...{ revoked: Undo2, active: CircleCheck, waiting: Clock, unknown: SearchX },
};

const headings = { expiredForGood: "expired", expiredDue: "expired" } as const;
const headingOf = (why: ClosedInvite["why"]) =>
  why === "expiredForGood" || why === "expiredDue" ? headings[why] : why;
const leadOf = (why: ClosedInvite["why"]) =>
  why === "expiredForGood" || why === "expiredDue" ? why : (`${why}Lead` as const);

type InviteClosedProps = {
  token: string;
  closed: ClosedInvite;
  /** Whether the member is still to be asked how it was. */
  isAsked: boolean;
  help: ReactNode;
};

/** Why nothing can be done through a link, kindly, and what can be done instead. */
export function InviteClosed({ token, closed, isAsked, help }: InviteClosedProps) {
  const t = useTranslations("invites.closed");
  const common = useTranslations("common");
  const { why, to, dueAt } = closed;
  const when = () => (dueAt === null ? null : <Time value={dueAt} />);
  const home = (
    <LinkButton variant="secondary" href="/">
      {t("home")}
    </LinkButton>
  );
  return (
    <PageMessage
      name={common("product")}
      icon={icons[why]}
      title={t(headingOf(why))}
      action={why === "expired" ? <RenewLink token={token} /> : home}
      more={isAsked ? <InviteFeedback token={token} /> : null}
      help={help}
    >
      {t.rich(leadOf(why), { to: to.join(", "), when })}
    </PageMessage>
  );
}
