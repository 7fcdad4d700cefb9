import { PackageCheck } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BackLink } from "@/components/flow/wizard-frame";
import { UnmatchedTable } from "@/components/stores/unmatched-table";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { requireOpenStore } from "@/lib/stores/queries/require-store";
import { listUnmatched } from "@/lib/stores/queries/unmatched";

type Props = { params: Promise<{ code: string }>; searchParams: Promise<{ after?: string | string[] }> };

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("stores.unmatched"))("title") };
}

/** Ordered articles that no product of the feeds answers to. */
export default async function UnmatchedPage({ params, searchParams }: Props) {
  const store = await requireOpenStore((await params).code);
  const { after } = await searchParams;
  const cursor = typeof after === "string" ? after : undefined;
  const { items, next } = await listUnmatched(store.id, cursor);
  const t = await getTranslations("stores.unmatched");
  const here = `/store/${store.code}/orders/unmatched`;
  return (
    <>
      <div className="mb-4">
        <BackLink href={`/store/${store.code}/orders`} label={t("back")} />
      </div>
      <PageHeader title={t("title")} description={t("lead")} />
      <Card flush>
        {items.length > 0 ? (
          <UnmatchedTable lines={items} />
        ) : (
          <EmptyState icon={PackageCheck} title={t("none")}>
            {t("noneHelp")}
          </EmptyState>
        )}
      </Card>
      <div className="mt-6">
        <Pagination previous={cursor ? here : null} next={next ? `${here}?after=${next}` : null} />
      </div>
    </>
  );
}
