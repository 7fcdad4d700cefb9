import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { UnderWay } from "@/components/agents/last-sync";
import { ScheduleSection } from "@/components/agents/schedule-section";
import { KeyForm } from "@/components/agents/step-forms";
import { PageHeader } from "@/components/ui/page-header";
import { findDemoKey, getCredential } from "@/lib/agents/queries/credential";
import { requireOpenAgent } from "@/lib/agents/queries/require-agent";
import { getSchedule } from "@/lib/agents/queries/schedule";
import { getStatus } from "@/lib/agents/queries/status";

/** "reZEN key – Settings". */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("agents.settings");
  return { title: `${t("key")} – ${t("title")}` };
}

/** The key to reZEN: test it again, replace it, delete it; how often it is used by itself, and the pause. */
export default async function SettingsPage() {
  const { userId } = await requireOpenAgent("/agent/settings");
  const t = await getTranslations("agents.settings");
  const [saved, current, schedule] = await Promise.all([
    ...([getCredential(userId), getStatus(userId), getSchedule(userId)] as const),
  ]);
  return (
    <div className="max-w-wizard">
      <PageHeader eyebrow={t("title")} title={t("key")} description={t("lead")} />
      <div role="status" className="mb-6 empty:hidden">
        <UnderWay current={current} schedule={schedule} />
      </div>
      <KeyForm saved={saved} next={null} demo={findDemoKey()} />
      <ScheduleSection schedule={schedule} />
    </div>
  );
}
