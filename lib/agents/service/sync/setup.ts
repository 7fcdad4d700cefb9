import { SecretKeyMissing } from "@/lib/platform/crypto";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { DeferredFailure } from "@/lib/platform/flow/failure";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { requireDue } from "@/lib/platform/outbound/breaker";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import { UnreadableKey } from "@/lib/platform/secrets/kept-key";
import type { RezenAccess } from "../../client/rezen-call";
import { breakKey } from "../key-health";
import { openKey, rezen } from "../rezen-key";
import { alertUnreadable } from "../unreadable-key";
import {
  brokenKey,
  explainRezen,
  noKey,
  noMasterKey,
  noRights,
  otherKey,
  spoilsKey,
  toldRezen,
  unreadableKey,
} from "./explain";

const masterKeySeconds = 60;
// Two data sets that are down, one after the other, must not look like all of reZEN being down, which would open its circuit for the others.
const retry = { retries: 2 };
const otherKeySeconds = 1;
const spreadSeconds = 5;

/** What a part of the sync reads with: the key of the account, and for which agent. */
export type SyncSetup = { access: RezenAccess; agentId: string; savedAt: Date };

async function readSetup({ subjectId: userId, runId: jobId }: WorkerContext): Promise<SyncSetup> {
  const opened = await transaction({ agent: userId }, tx => openKey(tx, userId, { purpose: "sync", jobId }));
  if (!opened) throw noKey();
  if (opened.isBroken) throw brokenKey(opened.fault);
  const { apiKey, agentId, savedAt } = opened;
  return { access: { apiKey, agentId, retry }, agentId, savedAt };
}

/** Opens the key; one that does not open is marked, and its owner and the admins are told. */
async function openSetup(context: WorkerContext): Promise<SyncSetup> {
  try {
    return await readSetup(context);
  } catch (thrown) {
    // A rotation that another process knows of already, or a start with too few keys: no owner can mend it, and no try is used up.
    if (thrown instanceof AppError && thrown.cause instanceof SecretKeyMissing)
      throw new DeferredFailure(noMasterKey(), masterKeySeconds);
    if (!(thrown instanceof UnreadableKey)) throw thrown;
    const { subjectId: userId, runId: jobId } = context;
    await alertUnreadable(userId);
    const { savedAt } = thrown;
    await context.page({ done: 0 }, tx => breakKey(tx, { userId, savedAt, fault: "unreadable", jobId }));
    throw unreadableKey();
  }
}

/** Stops a part whose key was deleted meanwhile, or replaced by another agent's: it is used no more, not even by who has it open. */
export async function requireKey(tx: Tx, userId: number, agentId: string): Promise<void> {
  const [kept] = await tx.$queryRaw<{ agentId: string | null }[]>`
    SELECT a.id AS "agentId" FROM credentials c JOIN agent a ON a.user_id = c.user_id
    WHERE c.user_id = ${userId} AND c.platform = ${rezen} AND c.deleted_at IS NULL`;
  if (!kept) throw noKey();
  if (kept.agentId !== agentId) throw new DeferredFailure(otherKey(), otherKeySeconds);
}

/** Whose refused read it is: of one data set, or of the agent itself, which the key is good for nothing without. */
type Reads = { ofAgent: boolean };

const isClosedOff = (thrown: unknown): thrown is OutboundError =>
  thrown instanceof OutboundError && thrown.reason === "breaker_open";

/** All of reZEN is down, and nobody was asked: the part comes again after the next probe, some after the others, and no try is used up. */
const afterProbe = (thrown: OutboundError) =>
  new DeferredFailure(toldRezen(thrown), (thrown.retryAfterSeconds ?? 0) + 1 + Math.random() * spreadSeconds);

/** What a failed read says about the key as a whole; null when it stays as good as it was. */
function faultOf(thrown: unknown, { ofAgent }: Reads): "auth" | "permission" | null {
  if (!(thrown instanceof OutboundError)) return null;
  if (spoilsKey(thrown.kind)) return thrown.kind;
  return thrown.kind === "permission" && ofAgent ? "permission" : null;
}

type Refused = { savedAt: Date; fault: "auth" | "permission" };

/** Marks a refused key, or finds that it was replaced or deleted meanwhile; nobody saves another until the end of the transaction. */
async function markRefused(tx: Tx, context: WorkerContext, { savedAt, fault }: Refused): Promise<void> {
  const { subjectId: userId, runId: jobId } = context;
  const [kept] = await tx.$queryRaw<{ savedAt: Date }[]>`
    SELECT tested_at AS "savedAt" FROM credentials WHERE user_id = ${userId} AND platform = ${rezen} AND deleted_at IS NULL FOR UPDATE`;
  if (!kept) throw noKey();
  if (kept.savedAt.getTime() !== savedAt.getTime()) throw new DeferredFailure(otherKey(), otherKeySeconds);
  await breakKey(tx, { userId, savedAt, fault, jobId });
}

async function workWithKey<T>(
  context: WorkerContext,
  work: (setup: SyncSetup) => Promise<T>,
  reads: Reads,
): Promise<T> {
  // While nobody may call, no key is opened.
  await requireDue("rezen", "rezen");
  const setup = await openSetup(context);
  try {
    return await work(setup);
  } catch (thrown) {
    const fault = faultOf(thrown, reads);
    if (fault) await context.page({ done: 0 }, tx => markRefused(tx, context, { savedAt: setup.savedAt, fault }));
    throw fault === "permission" ? noRights() : explainRezen(thrown);
  }
}

/**
 * Does the work of a part with the account's key, opened once. Throws what stopped it in words for people; without a good key nobody is called,
 * and one that reZEN refuses, or that may not read the agent itself, is marked first, so that the parts after this one call nobody either.
 * While reZEN as a whole is down the part waits for it.
 */
export const withKey = <T>(
  context: WorkerContext,
  work: (setup: SyncSetup) => Promise<T>,
  reads: Reads = { ofAgent: false },
): Promise<T> =>
  workWithKey(context, work, reads).catch((thrown: unknown) => {
    throw isClosedOff(thrown) ? afterProbe(thrown) : thrown;
  });
