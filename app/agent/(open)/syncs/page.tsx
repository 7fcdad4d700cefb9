import { History } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { type ListSearch, readPlace } from "@/app/read-place";
import { RunTable } from "@/components/agents/syncs/run-table";
import { ListCard } from "@/components/ui/list-card";
import { PageHeader } from "@/components/ui/page-header";
import { requireOpenAgent } from "@/lib/agents/queries/require-agent";
import { listRuns } from "@/lib/agents/queries/runs";

const here = "/agent/syncs";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("agents.syncs"))("title") };
}

/** Every sync of the account, newest first. */
export default async function SyncsPage({ searchParams }: { searchParams: ListSearch }) {
  const { userId } = await requireOpenAgent(here);
  const { cursor, waysTo } = await readPlace(here, searchParams);
  const { items, nextCursor } = await listRuns(userId, cursor);
  const t = await getTranslations("agents.syncs");
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      <ListCard
        isEmpty={items.length === 0}
        empty={{ icon: History, title: t("none"), help: t("noneHelp") }}
        ways={waysTo(nextCursor)}
      >
        <RunTable runs={items} reader="agent" hrefOf={({ id }) => `${here}/${id}`} />
      </ListCard>
    </>
  );
}
