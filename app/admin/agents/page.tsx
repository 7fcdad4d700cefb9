import { Briefcase } from "lucide-react";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { type ListSearch, readPlace } from "@/app/read-place";
import { MakeAgent } from "@/components/admin/agent-make";
import { AgentTable } from "@/components/admin/agent-table";
import { ListCard } from "@/components/ui/list-card";
import { PageHeader } from "@/components/ui/page-header";
import { listAgents } from "@/lib/agents/queries/admin";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { signInOptions } from "@/lib/platform/auth/queries";
import { listBadges } from "@/lib/readiness";

const here = "/admin/agents";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.agents"))("title") };
}

/** Every agent with how far their data has come, newest first. */
export default async function AgentsPage({ searchParams }: { searchParams: ListSearch }) {
  const reader = await requireStaff(here);
  const { cursor, waysTo } = await readPlace(here, searchParams);
  const { items, nextCursor } = await listAgents(reader, cursor);
  const badges = await listBadges(
    reader,
    "agent",
    items.map(one => one.userId),
  );
  const canAct = isAdmin(reader);
  const t = await getTranslations("admin.agents");
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t(canAct ? "lead" : "leadMasked")}
        actions={canAct ? <MakeAgent countries={signInOptions(await getLocale()).countries} /> : undefined}
      />
      <ListCard
        isEmpty={items.length === 0}
        empty={{ icon: Briefcase, title: t("none"), help: t("noneHelp") }}
        ways={waysTo(nextCursor)}
      >
        <AgentTable agents={items} badges={badges} canAct={canAct} />
      </ListCard>
    </>
  );
}
