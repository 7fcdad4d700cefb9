import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DealDetail } from "@/components/agents/deals/deal-detail";
import { DealHeader } from "@/components/agents/deals/deal-header";
import { findListing } from "@/lib/agents/queries/deals/find-deal";
import { requireOpenAgent } from "@/lib/agents/queries/require-agent";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ back?: string | string[] }> };

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("agents.deals"))("one", { kind: "listing" }) };
}

/** Everything that is here of one listing. */
export default async function ListingPage({ params, searchParams }: Props) {
  const { userId } = await requireOpenAgent("/agent/listings");
  const deal = await findListing(userId, (await params).id);
  if (!deal) notFound();
  return (
    <>
      <DealHeader kind="listing" deal={deal} back={(await searchParams).back} />
      <DealDetail deal={deal} />
    </>
  );
}
