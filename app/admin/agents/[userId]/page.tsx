import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AgentAccount } from "@/components/admin/agent-account";
import { AgentActs } from "@/components/admin/agent-acts";
import { BackLink } from "@/components/flow/wizard-frame";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { findAgentItem } from "@/lib/agents/queries/admin";
import { readRunId } from "@/lib/agents/schema/run-id";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { AgentSyncs, type SyncsSearch } from "./agent-syncs";

type Props = { params: Promise<{ userId: string }>; searchParams: SyncsSearch };

/** Title of the page. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations("admin.agents.detail"))("eyebrow", { id: (await params).userId }) };
}

/** One agent: key, schedule, and every sync beside the one before it. */
export default async function AgentPage({ params, searchParams }: Props) {
  const given = await params;
  const here = `/admin/agents/${encodeURIComponent(given.userId)}`;
  const reader = await requireStaff(here);
  const userId = readRunId(given.userId);
  const agent = userId === null ? null : await findAgentItem(reader, userId);
  if (!agent) notFound();
  const t = await getTranslations("admin.agents");
  return (
    <>
      <div className="mb-4">
        <BackLink href="/admin/agents" label={t("title")} />
      </div>
      <PageHeader
        title={agent.name || t("nameless")}
        eyebrow={t("detail.eyebrow", { id: given.userId })}
        actions={isAdmin(reader) ? <AgentActs agent={agent} /> : undefined}
      />
      <div className="grid grid-cols-1 gap-6">
        <Card title={t("detail.account")}>
          <AgentAccount agent={agent} />
        </Card>
        <AgentSyncs userId={agent.userId} here={here} searchParams={searchParams} />
      </div>
    </>
  );
}
