import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Feedback } from "@/app/feedback";
import { WhatChanged } from "@/components/agents/changes/what-changed";
import { DataCards } from "@/components/agents/dashboard/data-cards";
import { Headlines } from "@/components/agents/dashboard/headlines";
import { KeyNotice } from "@/components/agents/key-notice";
import { LastSync } from "@/components/agents/last-sync";
import { NotifyMe } from "@/components/flow/notify-me";
import { SyncTrouble } from "@/components/flow/sync-trouble";
import { PageHeader } from "@/components/ui/page-header";
import { countChanges } from "@/lib/agents/queries/changes";
import { getCredential } from "@/lib/agents/queries/credential";
import { countFigures } from "@/lib/agents/queries/figures";
import { listFreshness } from "@/lib/agents/queries/freshness";
import { getReadyChoice } from "@/lib/agents/queries/ready";
import { requireOpenAgent } from "@/lib/agents/queries/require-agent";
import { getSchedule } from "@/lib/agents/queries/schedule";
import { getStatus } from "@/lib/agents/queries/status";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("agents.dashboard"))("title") };
}

/** What arrived from reZEN, how fresh it is, and what is missing. */
export default async function DashboardPage() {
  const { userId, fullName, name, agentId } = await requireOpenAgent("/agent/dashboard");
  // First: of a sync that has ended everything else is read after its end, and one that goes on is watched and drawn anew.
  const current = await getStatus(userId);
  const [saved, changes, figures, fresh, schedule] = await Promise.all([
    ...([getCredential(userId), countChanges(userId), countFigures(userId)] as const),
    ...([listFreshness(userId), getSchedule(userId)] as const),
  ]);
  const t = await getTranslations("agents.dashboard");
  const isAwaited = current !== null && (current.endedAt === null || current.nextRetryAt !== null);
  const notify = isAwaited ? <NotifyMe key={current.id} size="small" {...(await getReadyChoice(userId))} /> : null;
  const hasKey = saved.lastFour !== null && !saved.problem;
  return (
    <>
      <PageHeader
        title={t("welcome", { name: fullName ?? name ?? t("title") })}
        description={agentId ? t.rich("connected", { id: agentId, code: chunks => <code>{chunks}</code> }) : undefined}
      />
      <div className="grid gap-6">
        <div role="status" className="empty:hidden">
          <KeyNotice saved={saved} href="/agent/settings" />
        </div>
        {current ? (
          <SyncTrouble upstream={current.trouble} isOver={current.endedAt !== null && current.nextRetryAt === null} />
        ) : null}
        {current ? <LastSync {...{ current, hasKey, schedule, notify }} /> : null}
        <WhatChanged sets={changes} />
        <Headlines figures={figures} fresh={fresh} />
        {current ? <DataCards {...{ current, figures, fresh, hasKey }} isPaused={schedule.pausedAt !== null} /> : null}
        <Feedback kind="agent" subject={userId} userId={userId} />
      </div>
    </>
  );
}
