import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { LinkButton } from "@/components/ui/link-button";

type Place = { code: string; name: string; isThroughGate: boolean };
type PlacesProps = {
  stores: readonly Place[];
  profile: { isComplete: boolean } | null;
  agent: { isThroughGate: boolean } | null;
  isStaff: boolean;
  isGuest: boolean;
};

/** Where a person can go from the front page: their profile, their agent's account, their stores, the admin's desk, and what is new. */
export function Places({ stores, profile, agent, isStaff, isGuest }: PlacesProps) {
  const t = useTranslations("common.front");
  return (
    <div className={classNames("@container", !isGuest && "lg:max-w-4xl")}>
      <div className={classNames("grid gap-4 @lg:grid-cols-2", isGuest && "@4xl:grid-cols-3")}>
        {profile ? (
          <Card title={t("practitioner")} description={t(profile.isComplete ? "profileOpen" : "unfinished")}>
            <LinkButton href={profile.isComplete ? "/dashboard" : "/onboarding"} prefetch={false}>
              {t(profile.isComplete ? "dashboard" : "goOn")}
              <ArrowRight aria-hidden />
            </LinkButton>
          </Card>
        ) : null}
        {agent ? (
          <Card title={t("agent")} description={t(agent.isThroughGate ? "agentOpen" : "unfinished")}>
            <LinkButton href={agent.isThroughGate ? "/agent/dashboard" : "/agent/onboarding"} prefetch={false}>
              {t(agent.isThroughGate ? "dashboard" : "goOn")}
              <ArrowRight aria-hidden />
            </LinkButton>
          </Card>
        ) : null}
        {stores.map(({ code, name, isThroughGate }) => (
          <Card key={code} title={name} description={t(isThroughGate ? "open" : "unfinished")}>
            <LinkButton
              href={`/choose?next=/store/${code}/${isThroughGate ? "dashboard" : "onboarding"}`}
              prefetch={false}
            >
              {t(isThroughGate ? "dashboard" : "goOn")}
              <ArrowRight aria-hidden />
            </LinkButton>
          </Card>
        ))}
        {isStaff ? (
          <Card title={t("admin")} description={t("adminLead")}>
            <LinkButton href="/admin">{t("adminOpen")}</LinkButton>
          </Card>
        ) : null}
        <Card title={t("store")} description={t("storeLead")}>
          <LinkButton href="/signup/store" variant={stores.length > 0 || profile || agent ? "secondary" : "primary"}>
            {t("storeOpen")}
          </LinkButton>
        </Card>
        {isGuest ? (
          <Card title={t("sell")} description={t("sellLead")}>
            <LinkButton href="/signup/agent" variant="secondary">
              {t("sellOpen")}
            </LinkButton>
          </Card>
        ) : null}
        {isGuest ? (
          <Card title={t("practise")} description={t("practiseLead")}>
            <LinkButton href="/login" variant="secondary">
              {t("practiseOpen")}
            </LinkButton>
          </Card>
        ) : null}
      </div>
    </div>
  );
}
