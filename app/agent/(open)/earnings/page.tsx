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
import { PageHeader } from "@/components/ui/page-header";
import { readEarningsPage } from "@/lib/agents/queries/earnings";
import { listFreshness } from "@/lib/agents/queries/freshness";
import { requireOpenAgent } from "@/lib/agents/queries/require-agent";

const here = "/agent/earnings";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("agents.earnings"))("title") };
}

/** What an agent earns besides commissions: how far the caps are, the shares, the revenue share. */
export default async function EarningsPage({ searchParams }: { searchParams: PlacesSearch }) {
  const { userId } = await requireOpenAgent(here);
  const { at, waysTo } = await readPlaces(here, ["member", "award", "payment"], searchParams);
  const [fresh, { cap, team, equity, awards, revshare, payments }] = await Promise.all([
    listFreshness(userId),
    readEarningsPage(userId, at),
  ]);
  const t = await getTranslations("agents.earnings");
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      <div className="grid grid-cols-1 gap-10">
        <DataSection id="caps" title={t("caps")} readAt={fresh.get("cap_data")?.readAt}>
          <OwnCap cap={cap} />
          <TeamCaps rows={team.items} ways={waysTo("member", team.next, "team-caps")} />
        </DataSection>
        <DataSection id="equity" title={t("equity")} readAt={fresh.get("equity")?.readAt}>
          <Equity {...equity} />
          <Awards rows={awards.items} ways={waysTo("award", awards.next, "awards")} />
        </DataSection>
        <DataSection id="revshare" title={t("revshare")} readAt={fresh.get("revshare")?.readAt}>
          <Revshare {...revshare} />
          <Payments rows={payments.items} ways={waysTo("payment", payments.next, "payments")} />
        </DataSection>
      </div>
    </>
  );
}
