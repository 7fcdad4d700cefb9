import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { exportAddress } from "@/components/agents/deals/deal-address";
import { DealList } from "@/components/agents/deals/deal-list";
import { DealAge } from "@/components/agents/deals/deal-reading";
import { DownloadLink } from "@/components/ui/download-link";
import { PageHeader } from "@/components/ui/page-header";
import { listDeals } from "@/lib/agents/queries/deals/list-deals";
import { requireOpenAgent } from "@/lib/agents/queries/require-agent";
import { readDealSearch } from "@/lib/agents/schema/deals";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const kind = "listing";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("agents.deals"))("title", { kind }) };
}

/** The agent's listings: filtered, sorted, by pages, and as a table to download. */
export default async function ListingsPage({ searchParams }: Props) {
  const { userId } = await requireOpenAgent("/agent/listings");
  const search = readDealSearch(kind, await searchParams);
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
