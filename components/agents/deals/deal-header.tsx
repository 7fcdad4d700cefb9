import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { type DealKind, readDealSearch } from "@/lib/agents/schema/deals";
import type { DealDetail } from "@/lib/agents/view/deal-detail";
import { listAddress } from "./deal-address";
import { DealAge } from "./deal-reading";
import { DealState } from "./deal-state";

type DealHeaderProps = {
  kind: DealKind;
  deal: DealDetail;
  /** What was asked of the list that led here: the query of an address, of which only what a list knows is taken. */
  back: string | string[] | undefined;
};

/** What a deal is called, how it stands and since when we know, with the way back to the list as it was. */
export function DealHeader({ kind, deal, back }: DealHeaderProps) {
  const t = useTranslations("agents.deals");
  const told = Object.fromEntries(new URLSearchParams(typeof back === "string" ? back : ""));
  return (
    <PageHeader
      eyebrow={
        <Link
          href={listAddress(kind, readDealSearch(kind, told))}
          className="link inline-flex min-h-11 items-center gap-1 sm:min-h-8"
        >
          <ArrowLeft aria-hidden className="size-4" />
          {t("title", { kind })}
        </Link>
      }
      title={deal.title}
      description={
        <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <DealState group={deal.lifecycleGroup} state={deal.state} />
          {deal.place}
          <span className="text-sm">
            <DealAge readAt={deal.readAt} />
          </span>
          <span className="text-sm">{t.rich("lastChanged", { when: () => <Time value={deal.syncedAt} /> })}</span>
        </span>
      }
    />
  );
}
