import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";

type Place = { code: string; name: string; isThroughGate: boolean };

/** Where a person can go from the front page: their stores, the admin's desk, a new store. */
export function Places({ stores, isStaff }: { stores: readonly Place[]; isStaff: boolean }) {
  const t = useTranslations("common.front");
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:max-w-4xl">
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
        <LinkButton href="/signup/store" variant={stores.length > 0 ? "secondary" : "primary"}>
          {t("storeOpen")}
        </LinkButton>
      </Card>
    </div>
  );
}
