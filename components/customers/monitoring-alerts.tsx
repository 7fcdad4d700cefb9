"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import type { CustomerRule, MonitoringView, TestArrival, Thresholds } from "@/lib/customers/view/monitoring";
import { useSpans } from "./use-spans";

/** Alerts of this customer that go on; nothing while there are none. */
export function MonitoringAlerts({ alerts }: Pick<MonitoringView, "alerts">) {
  const t = useTranslations("customers.monitoring");
  return alerts.map(({ id, kind, openedAt, isAcknowledged }) => (
    <Notice
      key={id}
      tone={isAcknowledged ? "warning" : "danger"}
      title={t(`rules.${kind as "broken_credentials"}`)}
      actions={
        <LinkButton size="small" variant="secondary" href="/admin/alerts">
          {t("toAlerts")}
        </LinkButton>
      }
    >
      {t.rich(isAcknowledged ? "acknowledgedSince" : "openSince", { when: () => <Time value={openedAt} /> })}
    </Notice>
  ));
}

type RulesProps = {
  customerId: number;
  thresholds: Thresholds;
  rules: readonly CustomerRule[];
  canAct: boolean;
};

/** When people are told, by which channels, and when planned syncs pause. */
export function MonitoringRules({ customerId, thresholds, rules, canAct }: RulesProps) {
  const t = useTranslations("customers.monitoring");
  const format = useFormatter();
  const { long, every } = useSpans();
  const { syncEveryMinutes, alertAfterFailures, alertAfterMinutes, warnAfterFailures, pauseAfterFailures } = thresholds;
  const channel = (one: string) => t(`channels.${one as "email"}`);
  return (
    <Card
      title={t("thresholds")}
      actions={
        canAct ? (
          <LinkButton href={`/admin/customers/${customerId}/edit`} variant="secondary" size="small">
            {t("edit")}
          </LinkButton>
        ) : undefined
      }
    >
      <DescriptionList
        className="-my-3"
        items={[
          { key: "every", label: t("every"), value: every(syncEveryMinutes) },
          { key: "failures", label: t("alertFailures"), value: t("inARow", { count: alertAfterFailures }) },
          { key: "silence", label: t("alertSilence"), value: long(alertAfterMinutes) },
          { key: "warn", label: t("warn"), value: t("inARow", { count: warnAfterFailures }) },
          { key: "pause", label: t("pause"), value: t("inARow", { count: pauseAfterFailures }) },
          ...rules.map((rule, at) => ({
            key: `${rule.kind} ${at}`,
            label: t(`rules.${rule.kind as "broken_credentials"}`),
            value: rule.enabled
              ? t("toldBy", { channels: format.list(rule.channels.map(channel), { type: "conjunction" }) })
              : t("off"),
          })),
        ]}
      />
    </Card>
  );
}

const tones: Record<TestArrival["state"], Tone> = { arrived: "success", pending: "active", failed: "danger" };

/** The newest test alert: by which ways it went, and whether it arrived. */
export function MonitoringTest({ test }: { test: MonitoringView["testAlert"] }) {
  const t = useTranslations("customers.monitoring");
  return (
    <Card
      title={t("test")}
      description={test ? t.rich("testSent", { when: () => <Time value={test.sentAt} /> }) : t("noTest")}
    >
      {test ? <Arrivals messages={test.messages} /> : null}
    </Card>
  );
}

/** Each message of a test alert: how it went, how long it took, or why it did not arrive. */
export function Arrivals({ messages }: { messages: readonly TestArrival[] }) {
  const t = useTranslations("customers.monitoring");
  return (
    <ul className="grid gap-1.5 text-sm" aria-label={t("test")}>
      {messages.map(({ channel, state, seconds, error }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing else tells two messages of a channel apart, and they stay in order
        <li key={at} className="flex flex-wrap items-baseline gap-x-4">
          <span className="min-w-16">{t(`channels.${channel}`)}</span>
          <Status tone={tones[state]} className="font-normal">
            {state === "arrived" && seconds !== null
              ? t("arrivedIn", { seconds })
              : t(`arrivals.${state}`, { error: error ?? "" })}
          </Status>
        </li>
      ))}
    </ul>
  );
}
