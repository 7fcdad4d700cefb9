import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ChangeList } from "@/components/agents/changes/change-list";
import { ChangeNav } from "@/components/agents/changes/change-nav";
import { ChangeSummary } from "@/components/agents/changes/change-summary";
import { NoChanges } from "@/components/agents/changes/no-changes";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { countChanges, findRunEnd, listChanges } from "@/lib/agents/queries/changes";
import { requireOpenAgent } from "@/lib/agents/queries/require-agent";
import { type ChangesSearch, readWanted } from "./read-wanted";

const here = "/agent/changes";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("agents.changes"))("title") };
}

/** What the last sync has changed, or the one that is asked for, record by record. */
export default async function ChangesPage({ searchParams }: { searchParams: ChangesSearch }) {
  const { userId } = await requireOpenAgent(here);
  const wanted = await readWanted(here, searchParams);
  const { runId, step, cursor, hrefOf } = wanted;
  const run = runId === undefined ? undefined : await findRunEnd(userId, runId);
  if (run === null) notFound();
  const [sets, { items, next }] = await Promise.all([
    countChanges(userId, runId),
    listChanges(userId, { runId, step, cursor }),
  ]);
  const t = await getTranslations("agents.changes");
  const isGoingOn = run?.endedAt === null;
  return (
    <>
      <PageHeader
        eyebrow={runId === undefined ? undefined : t("ofRun", { run: String(runId) })}
        title={t("title")}
        description={t("lead", { which: runId === undefined ? "last" : "one" })}
      />
      <ChangeSummary sets={sets} />
      <ChangeNav sets={sets} step={step} hrefOf={hrefOf} />
      <Card flush>
        {items.length > 0 ? (
          <ChangeList changes={items} />
        ) : (
          <NoChanges sets={sets} step={step} isGoingOn={isGoingOn} />
        )}
      </Card>
      <div className="mt-6">
        <Pagination isBackToStart previous={cursor ? hrefOf(step) : null} next={next ? hrefOf(step, next) : null} />
      </div>
    </>
  );
}
