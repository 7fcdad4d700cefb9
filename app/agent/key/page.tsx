import { redirect } from "next/navigation";
import { requireAgent } from "@/lib/agents/queries/require-agent";
import { placeOfKey } from "../place-of-key";

/** Leads from a message to the input of the key, wherever that is for this agent now. */
export default async function KeyPage() {
  redirect(placeOfKey(await requireAgent("/agent/key")));
}
