import { CircleCheck, Clock, type LucideIcon, MailCheck, SearchX, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/link-button";
import { PageMessage } from "@/components/ui/page-message";
import type { JoinView } from "@/lib/customers/queries/join";

type Why = Exclude<JoinView["state"], "open">;

const icons: Record<Why, LucideIcon> = {
  ...{ accepted: CircleCheck, replaced: MailCheck, revoked: Undo2, expired: Clock, unknown: SearchX },
};

/** Why an invite lets nobody in, kindly, and what can be done instead. */
export function JoinClosed({ state, help }: { state: Why; help: ReactNode }) {
  const t = useTranslations("customer.join.closed");
  const common = useTranslations("common");
  const isMember = state === "accepted";
  const action = (
    <LinkButton
      variant={isMember ? "primary" : "secondary"}
      href={isMember ? "/login?with=email&next=%2Fcustomer" : "/"}
    >
      {t(isMember ? "signIn" : "home")}
    </LinkButton>
  );
  return (
    <PageMessage name={common("product")} icon={icons[state]} title={t(`${state}.title`)} action={action} help={help}>
      {t(`${state}.lead`)}
    </PageMessage>
  );
}
