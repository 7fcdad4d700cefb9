"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { LinkButton } from "@/components/ui/link-button";
import { Time } from "@/components/ui/time";
import type { CustomerView } from "@/lib/customers/view/customer";
import { StoredTest } from "./stored-test";
import type { TestClient } from "./use-client-test";
import { useConfigurationWords } from "./use-configuration-words";

type CustomerFactsProps = {
  customer: CustomerView;
  /** Tests what is stored; nothing where somebody may only look. */
  test: TestClient | null;
};

/** The credentials of a customer as far as they may be shown, and when they are tested next. */
export function CredentialFacts({ customer, test }: CustomerFactsProps) {
  const t = useTranslations("customers.facts");
  const { id, zuoraDataCentre, zuoraBaseUrl, zuoraClientId, zuoraClientSecret, zuoraTenantId } = customer;
  const { testedAt, nextTestAt } = customer;
  return (
    <Card
      title={t("credentials")}
      actions={test ? <Way href={`/admin/customers/${id}/credentials`} name="replace" /> : undefined}
    >
      <div className="grid gap-5">
        <DescriptionList
          className="-my-3"
          items={[
            {
              ...{ key: "centre", label: t("centre") },
              value: (
                <>
                  {zuoraDataCentre}
                  {zuoraBaseUrl.endsWith(zuoraDataCentre) ? null : (
                    <span className="block text-sm text-ink-muted">{zuoraBaseUrl}</span>
                  )}
                </>
              ),
            },
            { key: "client", label: t("clientId"), value: <span className="font-mono text-sm">{zuoraClientId}</span> },
            {
              ...{ key: "secret", label: t("secret") },
              value: <span className="font-mono text-sm">{zuoraClientSecret}</span>,
            },
            {
              ...{ key: "tenant", label: t("tenant") },
              value: zuoraTenantId ? (
                <span className="font-mono text-sm">{zuoraTenantId}</span>
              ) : (
                <span className="text-ink-muted">{t("tenantUnknown")}</span>
              ),
            },
            {
              ...{ key: "tested", label: t("tested") },
              value: testedAt ? <Time value={testedAt} /> : t("neverTested"),
            },
            {
              ...{ key: "nextTest", label: t("nextTest") },
              value: nextTestAt ? <Time value={nextTestAt} /> : t("noNextTest"),
            },
          ]}
        />
        {test ? <StoredTest customer={customer} test={test} /> : null}
      </div>
    </Card>
  );
}

function Way({ href, name }: { href: string; name: "replace" | "edit" }) {
  const t = useTranslations("customers.facts");
  return (
    <LinkButton href={href} variant="secondary" size="small" aria-label={t(`${name}Name`)}>
      {t(name)}
    </LinkButton>
  );
}

/** How a customer is synced and whom it concerns, and when it is synced next. */
export function ConfigurationFacts({ customer, canAct }: { customer: CustomerView; canAct: boolean }) {
  const t = useTranslations("customers.facts");
  const record = useTranslations("customers.record");
  const list = useTranslations("customers");
  const words = useConfigurationWords();
  const { id, contactEmail, configuration, notificationPreferences, syncedAt, nextSyncAt } = customer;
  return (
    <Card
      title={t("configuration")}
      actions={canAct ? <Way href={`/admin/customers/${id}/edit`} name="edit" /> : undefined}
    >
      <DescriptionList
        className="-my-3"
        items={[
          { key: "contact", label: t("contact"), value: contactEmail ?? t("noContact") },
          { key: "every", label: t("every"), value: words.every(configuration) },
          {
            ...{ key: "last", label: t("last") },
            value: syncedAt ? <Time value={syncedAt} /> : t("never"),
          },
          {
            ...{ key: "next", label: list("next") },
            value: nextSyncAt ? <Time value={nextSyncAt} /> : list("noNext"),
          },
          { key: "contents", label: record("contents"), value: words.contents(configuration) },
          { key: "pages", label: record("pageSize"), value: words.pages(configuration) },
          { key: "alerts", label: record("alerts"), value: words.alerts(configuration) },
          { key: "news", label: record("news"), value: words.news(notificationPreferences) },
        ]}
      />
    </Card>
  );
}
