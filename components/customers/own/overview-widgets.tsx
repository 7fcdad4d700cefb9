import { CircleDashed, CirclePause, Clock, type LucideIcon } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { SyncTrouble } from "@/components/flow/sync-trouble";
import { Card } from "@/components/ui/card";
import { Figure } from "@/components/ui/figure";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import type { LastSync, Overview } from "@/lib/customers/queries/own-overview";
import type { ChangeView } from "@/lib/customers/view/change";
import { ChangeKind } from "./change-kind";

/** The widgets of somebody's role, in its order. */
export function OverviewWidgets({ overview }: { overview: Overview }) {
  const { lastSync, workflows, changes, people } = overview;
  const drawn = {
    last_sync: lastSync ? <LastSyncCard key="last_sync" {...lastSync} /> : null,
    workflows: workflows ? <WorkflowFigures key="workflows" {...workflows} /> : null,
    changes: changes ? <NewestChanges key="changes" changes={changes} /> : null,
    users: people ? <PeopleFigures key="users" {...people} /> : null,
  };
  return <div className="grid grid-cols-1 gap-6">{overview.widgets.map(widget => drawn[widget])}</div>;
}

const looks: Record<LastSync["state"], { tone: Tone; icon?: LucideIcon }> = {
  never: { tone: "neutral", icon: CircleDashed },
  running: { tone: "active" },
  waiting: { tone: "warning", icon: Clock },
  paused: { tone: "warning", icon: CirclePause },
  failed: { tone: "warning" },
  ok: { tone: "success" },
};

function LastSyncCard({ state, syncedAt, nextSyncAt, trouble }: LastSync) {
  const t = useTranslations("customer.overview.sync");
  return (
    <Card title={t("title")} actions={<Status {...looks[state]}>{t(`states.${state}`)}</Status>}>
      <div className="mb-4 empty:hidden">
        <SyncTrouble upstream={trouble} isOver={state !== "running" && nextSyncAt === null} />
      </div>
      <dl className="grid gap-4 sm:grid-cols-2">
        <div>
          <dt className="text-sm text-ink-muted">{t("syncedAt")}</dt>
          <dd>{syncedAt ? <Time value={syncedAt} relative /> : t("notYet")}</dd>
        </div>
        <div>
          <dt className="text-sm text-ink-muted">{t("nextSyncAt")}</dt>
          <dd>{nextSyncAt ? <Time value={nextSyncAt} relative /> : t("nonePlanned")}</dd>
        </div>
      </dl>
      {state === "failed" || state === "waiting" || state === "paused" ? (
        <p className="mt-4 text-pretty text-ink-muted">{t(`help.${state}`)}</p>
      ) : null}
    </Card>
  );
}

function WorkflowFigures({ total, active, unreadable }: NonNullable<Overview["workflows"]>) {
  const t = useTranslations("customer.overview.workflows");
  const format = useFormatter();
  const at = (query: string) => `/customer/workflows${query}`;
  return (
    <section aria-label={t("title")}>
      <dl className="grid gap-4 sm:grid-cols-3">
        <Figure
          label={t("total")}
          value={format.number(total)}
          href={at("")}
          note={unreadable > 0 ? t("unreadable", { count: unreadable }) : undefined}
        />
        <Figure label={t("active")} value={format.number(active)} href={at("?state=active")} />
        <Figure label={t("inactive")} value={format.number(total - active)} href={at("?state=inactive")} />
      </dl>
    </section>
  );
}

function NewestChanges({ changes }: { changes: readonly ChangeView[] }) {
  const t = useTranslations("customer.overview.changes");
  const all = (
    <Link href="/customer/changes" className="link">
      {t("all")}
    </Link>
  );
  return (
    <Card title={t("title")} actions={changes.length > 0 ? all : undefined} flush={changes.length > 0}>
      {changes.length === 0 ? (
        <p className="text-ink-muted">{t("none")}</p>
      ) : (
        <ul className="divide-y divide-line">
          {changes.map(({ id, name, change, at }) => (
            <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 py-3 sm:px-5">
              <span className="min-w-0 font-medium wrap-anywhere">{name}</span>
              <span className="flex flex-wrap gap-x-4">
                <ChangeKind change={change} />
                <Time value={at} className="text-sm text-ink-muted" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function PeopleFigures({ users, invited }: NonNullable<Overview["people"]>) {
  const t = useTranslations("customer.overview.people");
  const format = useFormatter();
  return (
    <section aria-label={t("title")}>
      <dl className="grid gap-4 sm:grid-cols-2">
        <Figure label={t("users")} value={format.number(users)} href="/customer/users" />
        <Figure label={t("invited")} value={format.number(invited)} href="/customer/users" />
      </dl>
    </section>
  );
}
