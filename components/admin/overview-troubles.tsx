import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import type { CountedStatus, OverviewView } from "@/lib/platform/overview/view";

type Trouble = { name: "failed" | "stalled" | "alerts" | "jobs" | "circuits"; count: number; href: string };

const sumOf = ({ kinds }: OverviewView, ...statuses: CountedStatus[]) =>
  kinds.reduce((sum, { counts }) => sum + statuses.reduce((more, status) => more + counts[status], 0), 0);

const listTroubles = (overview: OverviewView): Trouble[] => [
  { name: "failed", count: sumOf(overview, "failed", "partial"), href: "/admin/onboardings?status=failed,partial" },
  { name: "stalled", count: sumOf(overview, "stalled"), href: "/admin/onboardings?status=stalled" },
  { name: "alerts", count: overview.openAlerts, href: "/admin/alerts" },
  { name: "jobs", count: overview.deadLetters, href: "/admin/health" },
  { name: "circuits", count: overview.openCircuits.length, href: "/admin/health" },
];

/** What needs a hand now, each as a number with its scope that leads to it; what needs none says so. */
export function OverviewTroubles({ overview, most }: { overview: OverviewView; most: number }) {
  const t = useTranslations("admin.overview");
  const format = useFormatter();
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,10.5rem),1fr))] gap-4">
      {listTroubles(overview).map(({ name, count, href }) => (
        <div key={name} className="grid min-w-0 content-start gap-2 rounded-md border border-line bg-surface p-4">
          <dt className="text-sm text-ink-muted">
            <Link href={href} className="link">
              {t(`troubles.${name}.label`)}
            </Link>
          </dt>
          <dd className="text-2xl font-semibold tabular-nums">
            {count > most ? t("more", { count: format.number(most) }) : format.number(count)}
          </dd>
          <dd>
            <Status tone={count === 0 ? "success" : name === "stalled" ? "warning" : "danger"}>
              {count === 0 ? t("troubles.none") : t(`troubles.${name}.help`)}
            </Status>
          </dd>
        </div>
      ))}
    </dl>
  );
}
