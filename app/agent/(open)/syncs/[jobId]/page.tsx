import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { RunView } from "@/components/agents/syncs/run-view";
import { WatchSync } from "@/components/agents/watch-sync";
import { BackLink } from "@/components/flow/wizard-frame";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { findRun } from "@/lib/agents/queries/compare";
import { requireOpenAgent } from "@/lib/agents/queries/require-agent";
import { readRunId } from "@/lib/agents/schema/run-id";

type Params = { params: Promise<{ jobId: string }> };

const here = "/agent/syncs";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("agents.syncs"))("one") };
}

/** One sync of the account, beside the one before it. */
export default async function SyncPage({ params }: Params) {
  const { userId } = await requireOpenAgent(here);
  const runId = readRunId((await params).jobId);
  const run = runId === null ? null : await findRun(userId, runId);
  if (!run) notFound();
  const t = await getTranslations("agents.syncs");
  return (
    <>
      <div className="mb-4">
        <BackLink href={here} label={t("title")} />
      </div>
      {run.endedAt === null ? <WatchSync jobId={run.id} isPaused={run.status === "waiting"} /> : null}
      <PageHeader
        title={t.rich("of", { when: () => <Time value={run.at} /> })}
        actions={
          <LinkButton
            href={run.endedAt === null ? "/agent/onboarding/sync" : `/agent/changes?run=${run.id}`}
            variant="secondary"
          >
            {t(run.endedAt === null ? "watch" : "changes")}
          </LinkButton>
        }
      />
      <RunView run={run} reader="agent" />
    </>
  );
}
