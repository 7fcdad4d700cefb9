import type { PartnerActor } from "@/lib/platform/partner/verify";
import type { CallingBatch } from "../../schema/calling";
import { type Taken, takeRecords } from "./take";

/** Takes a batch that the calling system signed. */
export const takeBatch = (
  { accountId }: Pick<PartnerActor, "accountId">,
  { records, defaultRegion }: CallingBatch,
  address: string,
): Promise<Taken[]> =>
  takeRecords(
    { source: `partner:${accountId}`, actor: { kind: "partner", id: accountId }, address },
    records,
    defaultRegion,
  );
