import { useFormatter, useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { CohortView } from "@/lib/platform/cohorts/view";
import { mostAtOnce } from "./bulk-stated";
import { CohortRetry } from "./cohort-retry";

type CohortCardsProps = {
  cohorts: readonly CohortView[];
  /** What people read for the step of each, by its print. */
  titles: Readonly<Record<string, string>>;
  canAct: boolean;
  /** Where the cards stand among the page's headings. */
  headingLevel?: 2 | 3;
};

/** Failures that onboardings have in common: what fails, of how many and since when, with a button that tries all of them again. */
export function CohortCards({ cohorts, titles, canAct, headingLevel = 2 }: CohortCardsProps) {
  return (
    <ul className="grid gap-4">
      {cohorts.map(cohort => (
        <li key={cohort.print}>
          <CohortCard cohort={cohort} title={titles[cohort.print] ?? ""} canAct={canAct} level={headingLevel} />
        </li>
      ))}
    </ul>
  );
}

type CohortCardProps = { cohort: CohortView; title: string; canAct: boolean; level: 2 | 3 };

function CohortCard({ cohort, title, canAct, level }: CohortCardProps) {
  const Heading = `h${level}` as const;
  const t = useTranslations("bulk");
  const { print, kind, code, upstream, message, count, since, newest } = cohort;
  const name = upstream && t(`upstreams.${upstream}` as "upstreams.rezen");
  const isTooMany = count > mostAtOnce;
  const place = [title || t("cohorts.noStep"), name].filter(Boolean).join(" · ");
  return (
    <article className="grid gap-3 rounded-md border border-line bg-surface p-4 sm:p-5">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 gap-0.5">
          <Heading className="font-semibold tabular-nums">{t(`cohorts.kinds.${kind}`, { count })}</Heading>
          <p className="text-ink-muted">{place}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          <LinkButton href={`/admin/onboardings?print=${print}`} variant="secondary" size="small" prefetch={false}>
            {t("cohorts.show")}
          </LinkButton>
          {canAct && !isTooMany ? <CohortRetry print={print} count={count} /> : null}
        </div>
      </header>
      <p className="max-w-2xl text-pretty wrap-anywhere">
        {message ?? t("cohorts.noMessage")} <code className="font-mono text-sm text-ink-muted">{code}</code>
      </p>
      <Counts cohort={cohort} />
      {canAct && isTooMany ? <p className="max-w-2xl text-pretty text-ink-muted">{t("cohorts.tooMany")}</p> : null}
      <dl className="flex flex-wrap gap-x-10 gap-y-2 text-sm text-ink-muted">
        {Object.entries({ since, newest }).map(([name, value]) => (
          <div key={name}>
            <dt>{t(`cohorts.${name as "since" | "newest"}`)}</dt>
            <dd>
              <Time value={value} relative />
            </dd>
          </div>
        ))}
      </dl>
    </article>
  );
}

const tones = { failed: "danger", retrying: "warning", waiting: "neutral" } as const;

function Counts({ cohort }: { cohort: CohortView }) {
  const t = useTranslations("bulk.cohorts");
  const format = useFormatter();
  return (
    <p className="flex flex-wrap gap-x-5 gap-y-1 tabular-nums">
      {(["failed", "retrying", "waiting"] as const)
        .filter(state => cohort[state] > 0)
        .map(state => (
          <Status key={state} tone={tones[state]}>
            {t(`counts.${state}`, { count: format.number(cohort[state]) })}
          </Status>
        ))}
    </p>
  );
}
