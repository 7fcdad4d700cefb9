import { PackageCheck } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { type ListSearch, readPlace } from "@/app/read-place";
import { BackLink } from "@/components/flow/wizard-frame";
import { UnmatchedTable } from "@/components/stores/unmatched-table";
import { ListCard } from "@/components/ui/list-card";
import { PageHeader } from "@/components/ui/page-header";
import { requireOpenStore } from "@/lib/stores/queries/require-store";
import { listUnmatched } from "@/lib/stores/queries/unmatched";

type Props = { params: Promise<{ code: string }>; searchParams: ListSearch };

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("stores.unmatched"))("title") };
}

/** Ordered articles that no product of the feeds answers to. */
export default async function UnmatchedPage({ params, searchParams }: Props) {
  const store = await requireOpenStore((await params).code);
  const { cursor, waysTo } = await readPlace(`/store/${store.code}/orders/unmatched`, searchParams);
  const { items, next } = await listUnmatched(store.id, cursor);
  const t = await getTranslations("stores.unmatched");
  return (
    <>
      <div className="mb-4">
        <BackLink href={`/store/${store.code}/orders`} label={t("back")} />
      </div>
      <PageHeader title={t("title")} description={t("lead")} />
      <ListCard
        isEmpty={items.length === 0}
        empty={{ icon: PackageCheck, title: t("none"), help: t("noneHelp") }}
        ways={waysTo(next)}
      >
        <UnmatchedTable lines={items} />
      </ListCard>
    </>
  );
}
