import { CircleDashed } from "lucide-react";
import { useTranslations } from "next-intl";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ReadinessBadge as Badge } from "@/lib/platform/readiness/schema";
import type { PractitionerItem } from "@/lib/practitioners/view/admin";
import { ReadinessBadge } from "./readiness-badge";

const tones = { completed: "success", in_progress: "active", not_started: "neutral" } as const;

type PractitionerTableProps = { practitioners: readonly PractitionerItem[]; badges: Readonly<Record<number, Badge>> };

/** Practitioners with their progress bars; cards on phones. */
export function PractitionerTable({ practitioners, badges }: PractitionerTableProps) {
  const t = useTranslations("admin.practitioners");
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeaderCell>{t("practitioner")}</HeaderCell>
        <HeaderCell>{t("status")}</HeaderCell>
        <HeaderCell>{t("progress")}</HeaderCell>
        <HeaderCell>{t("called")}</HeaderCell>
        <HeaderCell>{t("firstSeen")}</HeaderCell>
      </TableHead>
      <TableBody>
        {practitioners.map(practitioner => (
          <PractitionerRow key={practitioner.id} practitioner={practitioner} badge={badges[practitioner.id]} />
        ))}
      </TableBody>
    </Table>
  );
}

type PractitionerRowProps = { practitioner: PractitionerItem; badge: Badge | undefined };

function PractitionerRow({ practitioner, badge }: PractitionerRowProps) {
  const t = useTranslations("admin.practitioners");
  const { name, phoneNumber, practiceType, location, isContacted, firstSeenAt, completedAt, onboarding } = practitioner;
  const facts = [practiceType, location].filter(Boolean);
  return (
    <TableRow>
      <Cell lead label={t("practitioner")}>
        {name || t("nameless")}
        <span className="block text-sm font-normal text-ink-muted">
          <span className="whitespace-nowrap tabular-nums">{phoneNumber}</span>
          {facts.length > 0 ? ` · ${facts.join(", ")}` : ""}
        </span>
      </Cell>
      <Cell label={t("status")}>
        <span className="grid max-sm:justify-items-end">
          {onboarding ? (
            <Status tone={tones[onboarding.status]} className="[&_svg]:animate-none">
              {t(`statuses.${onboarding.status}`)}
            </Status>
          ) : (
            <Status tone="neutral" icon={CircleDashed}>
              {t("statuses.away")}
            </Status>
          )}
          {completedAt ? <Time value={completedAt} precision="day" className="text-sm text-ink-muted" /> : null}
          <ReadinessBadge badge={badge} />
        </span>
      </Cell>
      <Cell label={t("progress")}>
        {onboarding ? (
          <span className="grid min-w-36 gap-1">
            <ProgressBar
              size="small"
              label={t("progressOf", { name })}
              value={onboarding.completedStepsCount}
              max={onboarding.totalSteps}
              tone={onboarding.isComplete ? "success" : "active"}
            />
            <span className="text-sm text-pretty text-ink-muted">
              {t("steps", { done: onboarding.completedStepsCount, total: onboarding.totalSteps })}
              {onboarding.isComplete ? "" : ` · ${t(`stepNames.${onboarding.currentStep}`)}`}
            </span>
          </span>
        ) : (
          "–"
        )}
      </Cell>
      <Cell label={t("called")}>{t(isContacted ? "yes" : "no")}</Cell>
      <Cell label={t("firstSeen")} className="whitespace-nowrap">
        {firstSeenAt ? <Time value={firstSeenAt} relative compact /> : "–"}
      </Cell>
    </TableRow>
  );
}
