import { DifferenceList } from "@/components/practitioners/difference-list";
import { listOwnDifferences } from "@/lib/practitioners/queries/differences";
import { settleDifference } from "./actions";

/** What a call or our list has come to say instead of an answer; nothing where they agree. */
export async function Differences({ practitionerId }: { practitionerId: number }) {
  return <DifferenceList differences={await listOwnDifferences(practitionerId)} settle={settleDifference} />;
}
