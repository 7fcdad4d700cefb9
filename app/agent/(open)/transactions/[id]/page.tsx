import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DealDetail } from "@/components/agents/deals/deal-detail";
import { DealHeader } from "@/components/agents/deals/deal-header";
import { findTransaction } from "@/lib/agents/queries/deals/find-deal";
import { requireOpenAgent } from "@/lib/agents/queries/require-agent";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ back?: string | string[] }> };

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("agents.deals"))("one", { kind: "transaction" }) };
}

/** Everything that is here of one transaction. */
export default async function TransactionPage({ params, searchParams }: Props) {
  const { userId } = await requireOpenAgent("/agent/transactions");
  const deal = await findTransaction(userId, (await params).id);
  if (!deal) notFound();
  return (
    <>
      <DealHeader kind="transaction" deal={deal} back={(await searchParams).back} />
      <DealDetail deal={deal} />
    </>
  );
}
