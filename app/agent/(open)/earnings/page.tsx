import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { type PlacesSearch, readPlaces } from "@/app/read-places";
import { DataSection } from "@/components/agents/data-section";
import { Awards } from "@/components/agents/earnings/awards";
import { Equity } from "@/components/agents/earnings/equity";
import { OwnCap } from "@/components/agents/earnings/own-cap";
import { Payments } from "@/components/agents/earnings/payments";
import { Revshare } from "@/components/agents/earnings/revshare";
import { TeamCaps } from "@/components/agents/earnings/team-caps";
import { WatchStatus } from "@/components/agents/watch-status";
import { PageHeader } from "@/components/ui/page-header";
import { readEarningsPage } from "@/lib/agents/queries/earnings";
import { listFreshness } from "@/lib/agents/queries/freshness";
import { requireOpenAgent } from "@/lib/agents/queries/require-agent";
import { getStatus } from "@/lib/agents/queries/status";

const here = "/agent/earnings";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("agents.earnings"))("title") };
}

/** What an agent earns besides commissions: how far the caps are, the shares, the revenue share. */
export default async function EarningsPage({ searchParams }: { searchParams: PlacesSearch }) {
  const { userId } = await requireOpenAgent(here);
  const { at, waysTo } = await readPlaces(here, ["member", "award", "payment"], searchParams);
  // First: of a sync that has ended everything else is read after its end, and one that goes on is watched and drawn anew.
  const current = await getStatus(userId);
  const [fresh, { cap, team, equity, awards, revshare, payments }] = await Promise.all([
    listFreshness(userId),
    readEarningsPage(userId, at),
  ]);
  const t = await getTranslations("agents.earnings");
  const read = { fresh, current };
  return (
    <>
      <WatchStatus current={current} showsParts />
      <PageHeader title={t("title")} description={t("lead")} />
      <div className="grid grid-cols-1 gap-10">
        <DataSection id="caps" title={t("caps")} step="cap_data" {...read}>
          <OwnCap cap={cap} />
          <TeamCaps rows={team.items} ways={waysTo("member", team.next, "team-caps")} />
        </DataSection>
        <DataSection id="equity" title={t("equity")} step="equity" {...read}>
          <Equity {...equity} />
          <Awards rows={awards.items} ways={waysTo("award", awards.next, "awards")} />
        </DataSection>
        <DataSection id="revshare" title={t("revshare")} step="revshare" {...read}>
          <Revshare {...revshare} />
          <Payments rows={payments.items} ways={waysTo("payment", payments.next, "payments")} />
        </DataSection>
      </div>
    </>
  );
}
