import { setTimeout as pause } from "node:timers/promises";
import { now } from "@/lib/platform/clock";
import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { HeldElsewhere } from "@/lib/platform/flow/failure";
import { run } from "@/lib/platform/flow/run";
import { log } from "@/lib/platform/log";
import { withoutPatience } from "@/lib/platform/patience";
import { findEndedSync } from "../queries/ended";
import { agentOnboarding } from "../steps";
import { type EndedRun, type FpResult, toFpResult } from "../view/fp-result";
import type { Actor } from "./choose-account";
import { startSync } from "./start-sync";

type Options = { signal: AbortSignal; holdsJob: boolean };

/** Runs what is left of an agent's sync; for the job. */
export const runSync = (onboardingId: number, options: Options): Promise<void> =>
  run(agentOnboarding, onboardingId, options);

// Whoever waits for the answer waits no longer; the sync goes on.
const longestMs = 280_000;
const pauseMs = 1500;

const findOnboarding = (userId: number) =>
  transaction({ agent: userId }, tx =>
    tx.onboarding.findUniqueOrThrow({ where: { agentUserId: userId }, select: { id: true } }),
  );

/** Takes what is open of a sync and does it; what another worker holds, or waits for its next try, is left without a word. */
async function drive(onboardingId: number, signal: AbortSignal): Promise<void> {
  await runSync(onboardingId, { signal, holdsJob: false }).catch((thrown: unknown) => {
    if (thrown instanceof HeldElsewhere || signal.aborted) return;
    log.info({ onboardingId, err: thrown }, "a sync that somebody waits for goes on elsewhere, or later");
  });
}

/**
 * Starts the sync of an account from its start, or takes up the one that runs, and works on it beside the workers until it has ended. Throws
 * `sync_not_finished` with its `jobId` when it takes longer than whoever asks can wait, and what `startSync` throws.
 */
export async function runToEnd(actor: Actor, userId: number, withinMs = longestMs): Promise<EndedRun> {
  const { jobId } = await startSync(actor, { userId, restart: true });
  const { id: onboardingId } = await findOnboarding(userId);
  // Whoever asks has time, and a worker's statements take theirs.
  return await withoutPatience(() => followToEnd({ userId, jobId, onboardingId }, withinMs));
}

type Sync = { userId: number; jobId: number; onboardingId: number };

async function followToEnd({ userId, jobId, onboardingId }: Sync, withinMs: number): Promise<EndedRun> {
  const signal = AbortSignal.timeout(withinMs);
  for (;;) {
    const ended = await findEndedSync(userId, jobId);
    if (ended) return ended;
    if (signal.aborted) throw new AppError("sync_not_finished", { message: "syncGoesOn", data: { jobId } });
    await drive(onboardingId, signal);
    await pause(pauseMs);
  }
}

/** The same, answered in the words of sources/000. */
export async function runForResult(
  actor: Actor,
  { userId, requestId }: { userId: number; requestId: string },
): Promise<FpResult> {
  return toFpResult(await runToEnd(actor, userId), { requestId, at: await now() });
}
