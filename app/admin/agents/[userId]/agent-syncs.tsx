import { History } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { readPlace } from "@/app/read-place";
import { RunTable } from "@/components/agents/syncs/run-table";
import { RunView } from "@/components/agents/syncs/run-view";
import { ListCard } from "@/components/ui/list-card";
import { Time } from "@/components/ui/time";
import { findRun } from "@/lib/agents/queries/compare";
import { listRuns } from "@/lib/agents/queries/runs";
import { readRunId } from "@/lib/agents/schema/run-id";

/** Where in the list somebody is, and which sync they look at. */
export type SyncsSearch = Promise<{ run?: string | string[]; after?: string | string[] }>;

type AgentSyncsProps = { userId: number; here: string; searchParams: SyncsSearch };

/** The syncs of an agent for the staff, and all of the one that was chosen, else of the newest of them. */
export async function AgentSyncs({ userId, here, searchParams }: AgentSyncsProps) {
  const { cursor, waysTo } = await readPlace(here, searchParams);
  const { items, nextCursor } = await listRuns(userId, cursor);
  const { run: asked } = await searchParams;
  const chosen = readRunId(typeof asked === "string" ? asked : String(items[0]?.id));
  const run = chosen === null ? null : await findRun(userId, chosen);
  const t = await getTranslations("admin.agents");
  const hrefOf = ({ id }: { id: number }) =>
    `${here}?${new URLSearchParams({ ...(cursor ? { after: cursor } : {}), run: String(id) })}#run`;
  return (
    <>
      <h2 className="text-lg font-semibold">{t("detail.runs")}</h2>
      <ListCard
        isEmpty={items.length === 0}
        empty={{ icon: History, title: t("detail.noRuns"), help: t("detail.noRunsHelp") }}
        ways={waysTo(nextCursor)}
      >
        <RunTable runs={items} reader="staff" hrefOf={hrefOf} />
      </ListCard>
      {run ? (
        <section id="run" className="grid scroll-mt-20 grid-cols-1 gap-4">
          <h2 className="text-lg font-semibold">{t.rich("detail.chosen", { when: () => <Time value={run.at} /> })}</h2>
          <RunView run={run} reader="staff" />
        </section>
      ) : null}
    </>
  );
}
