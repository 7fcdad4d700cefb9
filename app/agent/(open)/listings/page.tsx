import { requireOpenAgent } from "@/lib/agents/queries/require-agent";
import { DealsPage, type DealsSearch, titleOfDeals } from "../deals-page";

/** Title of the page. */
export const generateMetadata = () => titleOfDeals("listing");

/** The agent's listings. */
export default async function ListingsPage({ searchParams }: { searchParams: DealsSearch }) {
  const { userId } = await requireOpenAgent("/agent/listings");
  return <DealsPage userId={userId} kind="listing" search={searchParams} />;
}
