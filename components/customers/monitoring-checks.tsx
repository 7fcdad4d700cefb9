import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import type { HealthCheck } from "@/lib/customers/view/monitoring";

const tones: Record<HealthCheck["state"], Tone> = { ok: "success", warning: "warning", problem: "danger" };

/** What is looked at of a customer, how it stands, and why. */
export function MonitoringChecks({ checks }: { checks: readonly HealthCheck[] }) {
  const t = useTranslations("customers.monitoring");
  return (
    <Card flush title={t("checks")} description={t("checksLead")}>
      <CheckList checks={checks} />
    </Card>
  );
}

/** The same without a frame. */
export function CheckList({ checks }: { checks: readonly HealthCheck[] }) {
  const t = useTranslations("customers.monitoring");
  return (
    <ul className="divide-y divide-line" aria-label={t("checks")}>
      {checks.map(check => (
        <Line key={check.name} check={check} />
      ))}
    </ul>
  );
}

function Line({ check: { name, state, reason, values, at } }: { check: HealthCheck }) {
  const t = useTranslations("customers.monitoring");
  return (
    <li className="grid gap-y-1 px-4 py-3 sm:flex sm:flex-wrap sm:items-baseline sm:justify-between sm:gap-x-6 sm:px-5">
      <div className="grid min-w-0 gap-0.5">
        <span className="font-medium">{t(`names.${name}`)}</span>
        <span className="text-sm text-ink-muted text-pretty">
          {t(`reasons.${name}.${reason}` as "reasons.credentials.proven", values)}
          {at ? (
            <>
              {" · "}
              <Time value={at} />
            </>
          ) : null}
        </span>
      </div>
      <Status tone={tones[state]}>{t(`states.${state}`)}</Status>
    </li>
  );
}
