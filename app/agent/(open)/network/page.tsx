import { HandCoins } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { type PlacesSearch, readPlaces } from "@/app/read-places";
import { DataSection } from "@/components/agents/data-section";
import { Contributors } from "@/components/agents/network/contributors";
import { SponsorTree } from "@/components/agents/network/sponsor-tree";
import { TierSums } from "@/components/agents/network/tier-sums";
import { WatchStatus } from "@/components/agents/watch-status";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listFreshness } from "@/lib/agents/queries/freshness";
import { readNetworkPage } from "@/lib/agents/queries/network";
import { requireOpenAgent } from "@/lib/agents/queries/require-agent";
import { getStatus } from "@/lib/agents/queries/status";

const here = "/agent/network";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("agents.network"))("title") };
}

/** The agent's place among sponsors and people below, and what these have brought. */
export default async function NetworkPage({ searchParams }: { searchParams: PlacesSearch }) {
  const { userId, fullName, name } = await requireOpenAgent(here);
  const { at, linkTo, waysTo } = await readPlaces(here, ["tier", "person", "currency", "contributor"], searchParams);
  // First: of a sync that has ended everything else is read after its end, and one that goes on is watched and drawn anew.
  const current = await getStatus(userId);
  const [fresh, { tree, open, contributions }] = await Promise.all([
    listFreshness(userId),
    readNetworkPage(userId, at),
  ]);
  const t = await getTranslations("agents.network");
  const read = { fresh, current };
  const { currencies, chosen, missed } = contributions;
  return (
    <>
      <WatchStatus current={current} showsParts />
      <PageHeader title={t("title")} description={t("lead")} />
      <div className="grid grid-cols-1 gap-10">
        <DataSection id="tree" title={t("tree")} step="sponsor_tree" {...read}>
          <SponsorTree
            self={fullName ?? name ?? t("you")}
            {...tree}
            open={
              open && { ...open, people: open.page.items, ways: waysTo("person", open.page.next, `tier-${open.tier}`) }
            }
            hrefOf={tier =>
              linkTo({ tier: open?.tier === tier ? undefined : String(tier), person: undefined }, `tier-${tier}`)
            }
          />
        </DataSection>
        <DataSection id="contributions" title={t("contributions")} step="contributions" {...read}>
          <p className="text-pretty text-ink-muted">
            {t("contributionsLead")} {missed > 0 ? t("missed", { count: missed }) : null}
          </p>
          {chosen ? null : (
            <Card>
              <EmptyState icon={HandCoins} title={t("noContributions")}>
                {t("noContributionsHelp")}
              </EmptyState>
            </Card>
          )}
          {currencies.map(one => (
            <TierSums key={one.currency} {...one} />
          ))}
          {chosen ? (
            <Contributors
              rows={chosen.page.items}
              currency={chosen.currency}
              currencies={currencies.map(({ currency }) => ({
                currency,
                href: linkTo({ currency, contributor: undefined }, "contributors"),
              }))}
              ways={waysTo("contributor", chosen.page.next, "contributors")}
            />
          ) : null}
        </DataSection>
      </div>
    </>
  );
}
