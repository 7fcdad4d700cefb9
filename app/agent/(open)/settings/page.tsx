import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { KeyForm } from "@/components/agents/step-forms";
import { PageHeader } from "@/components/ui/page-header";
import { findDemoKey, getCredential } from "@/lib/agents/queries/credential";
import { requireOpenAgent } from "@/lib/agents/queries/require-agent";

/** "reZEN key – Settings". */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("agents.settings");
  return { title: `${t("key")} – ${t("title")}` };
}

/** The key to reZEN: test it again, replace it, delete it. */
export default async function SettingsPage() {
  const { userId } = await requireOpenAgent("/agent/settings");
  const t = await getTranslations("agents.settings");
  return (
    <div className="max-w-wizard">
      <PageHeader eyebrow={t("title")} title={t("key")} description={t("lead")} />
      <KeyForm saved={await getCredential(userId)} next={null} demo={findDemoKey()} />
    </div>
  );
}
