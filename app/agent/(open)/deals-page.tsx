import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { exportAddress } from "@/components/agents/deals/deal-address";
import { DealList } from "@/components/agents/deals/deal-list";
import { DealAge } from "@/components/agents/deals/deal-reading";
import { DownloadLink } from "@/components/ui/download-link";
import { PageHeader } from "@/components/ui/page-header";
import { listDeals } from "@/lib/agents/queries/deals/list-deals";
import { readDealSearch } from "@/lib/agents/schema/deals";

/** What the address of such a page says. */
export type DealsSearch = Promise<Record<string, string | string[] | undefined>>;

type Kind = "listing" | "transaction";

/** Title of a page of deals. */
export const titleOfDeals = async (kind: Kind): Promise<Metadata> => ({
  title: (await getTranslations("agents.deals"))("title", { kind }),
});

/** An agent's listings or transactions: filtered, sorted, by pages, and as a table to download. */
export async function DealsPage({ userId, kind, search: given }: { userId: number; kind: Kind; search: DealsSearch }) {
  const search = readDealSearch(kind, await given);
  const list = await listDeals(userId, kind, search);
  const t = await getTranslations("agents.deals");
  return (
    <>
      <PageHeader
        title={t("title", { kind })}
        description={<DealAge readAt={list.reading.readAt} />}
        actions={<DownloadLink href={exportAddress(kind, search)}>{t("export")}</DownloadLink>}
      />
      <DealList kind={kind} search={search} list={list} />
    </>
  );
}
