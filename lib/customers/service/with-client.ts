import { SecretKeyMissing } from "@/lib/platform/crypto";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { DeferredFailure, type Pause, PausingFailure } from "@/lib/platform/flow/failure";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import { UnreadableKey } from "@/lib/platform/secrets/kept-key";
import { viewAccess } from "../client/validate";
import { breakClient, type ClientFault } from "./client-health";
import { isMendedByOthers, noCallsLeft, noMasterKey, refusedCredentials, toldZuora, unreadableSecret } from "./explain";
import { tellUnreadable } from "./tell-unreadable";
import { ForeignAddress, type OpenedClient, openClient } from "./zuora-client";

const masterKeySeconds = 60;
const spreadSeconds = 5;
const usualWaitSeconds = 60;
// A tenant's longest window is a day (developer.zuora.com, "Rate and concurrent request limits").
const longestWaitSeconds = 25 * 3600;

/** A step of a tenant that has no calls left: it goes on when Zuora counts anew, and no try is used up. */
export const waitsForCalls = (seconds = usualWaitSeconds): DeferredFailure =>
  new DeferredFailure(noCallsLeft(), seconds + 1, { longestSeconds: longestWaitSeconds });

/** What a step waits for whose customer has no client that works. */
export const awaitedClient = "zuora_client";

type Refused = { savedAt: Date; fault: ClientFault; missingRight?: string };

/** The wait for a client that works: it is marked in the transaction that begins the wait, and no wait begins when another was saved meanwhile. */
const awaitClient = ({ subjectId: customerId, runId: jobId }: WorkerContext, refused: Refused): Pause => ({
  for: awaitedClient,
  begin: async (tx: Tx) => {
    const [kept] = await tx.$queryRaw<{ savedAt: Date }[]>`
      SELECT saved_at AS "savedAt" FROM zuora_credential WHERE customer_id = ${customerId} FOR UPDATE`;
    if (kept?.savedAt.getTime() !== refused.savedAt.getTime()) return false;
    await breakClient(tx, { customerId, ...refused, by: { jobId } });
    return true;
  },
});

/** A step that is to wait until its customer has a client that works. */
export const awaitsClient = (context: WorkerContext, failure: Error, refused: Refused): PausingFailure =>
  new PausingFailure(failure, awaitClient(context, refused));

async function open(context: WorkerContext): Promise<OpenedClient> {
  const { subjectId: customerId, runId: jobId } = context;
  try {
    return await transaction({ customer: customerId }, tx => openClient(tx, customerId, { purpose: "run", jobId }));
  } catch (thrown) {
    // A rotation that another process knows of already, or a start with too few keys: nobody can mend it here, and no try is used up.
    if (thrown instanceof AppError && thrown.cause instanceof SecretKeyMissing) {
      await tellUnreadable(customerId);
      throw new DeferredFailure(noMasterKey(), masterKeySeconds);
    }
    if (thrown instanceof ForeignAddress)
      throw awaitsClient(context, refusedCredentials("wrong_address"), {
        ...{ savedAt: thrown.savedAt, fault: "wrong_address" },
      });
    if (!(thrown instanceof UnreadableKey)) throw thrown;
    await tellUnreadable(customerId);
    throw awaitsClient(context, unreadableSecret(), { savedAt: thrown.savedAt, fault: "unreadable" });
  }
}

/** A failed call in words for people: one that only another client, or another right of it, can mend waits for that; one that Zuora or our own circuit puts off comes again. */
function toFailure(context: WorkerContext, thrown: unknown, { savedAt }: OpenedClient): unknown {
  if (!(thrown instanceof OutboundError)) return thrown;
  const told = toldZuora(thrown);
  const { kind: fault, reason, retryAfterSeconds = 0 } = thrown;
  if (reason === "breaker_open")
    return new DeferredFailure(told, retryAfterSeconds + 1 + Math.random() * spreadSeconds);
  // Our own budget is not the tenant's.
  if (fault === "rate_limit" && reason !== "busy") return waitsForCalls(thrown.retryAfterSeconds);
  // The list alone fails as a whole: exports that may not be read are warnings.
  if (fault === "permission")
    return awaitsClient(context, refusedCredentials(fault, viewAccess), { savedAt, fault, missingRight: viewAccess });
  if (isMendedByOthers(fault)) return awaitsClient(context, told, { savedAt, fault });
  return told;
}

/**
 * Does the work of a step with the customer's client, opened once. Throws what stopped it in words for people; where only another client, or more rights
 * of this one, can mend it, the step waits for that.
 */
export async function withClient<T>(context: WorkerContext, work: (client: OpenedClient) => Promise<T>): Promise<T> {
  const client = await open(context);
  try {
    return await work(client);
  } catch (thrown) {
    throw toFailure(context, thrown, client);
  }
}
