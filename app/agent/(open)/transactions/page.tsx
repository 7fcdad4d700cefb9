import { requireOpenAgent } from "@/lib/agents/queries/require-agent";
import { DealsPage, type DealsSearch, titleOfDeals } from "../deals-page";

/** Title of the page. */
export const generateMetadata = () => titleOfDeals("transaction");

/** The agent's transactions. */
export default async function TransactionsPage({ searchParams }: { searchParams: DealsSearch }) {
  const { userId } = await requireOpenAgent("/agent/transactions");
  return <DealsPage userId={userId} kind="transaction" search={searchParams} />;
}
