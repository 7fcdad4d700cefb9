import { z } from "zod";
import type { Tx } from "@/lib/platform/db";
import { nudgeDue } from "@/lib/platform/flow/start-run";
import { defineJob } from "@/lib/platform/jobs/define-job";
import { beginDueSyncs } from "./service/begin-due-syncs";
import { stopSyncsOfDisabled } from "./service/cancel-sync";
import { retryDueSyncs } from "./service/resume-after-key";
import { runSync } from "./service/run-sync";
import { syncQueue, syncsPerWorker } from "./service/sync-queue";
import { agentOnboarding } from "./steps";

/** The queue jobs of agents. */
export const agentJobs = [
  defineJob({
    name: syncQueue.job,
    data: z.object({ onboardingId: z.number() }),
    handler: ({ onboardingId }, { signal }) => runSync(onboardingId, { signal, holdsJob: true }),
    concurrency: syncsPerWorker,
    deadlineSeconds: 3600, // then it goes on at its next page, in another job
  }),
];

/** Sends again the syncs that the tables say are due; returns how many. */
export const nudgeDueSyncs = (tx: Tx): Promise<number> => nudgeDue(tx, agentOnboarding);

/** Stops the syncs of accounts that were disabled, tries again what others have left out, and begins those whose time has come; returns how many of all. */
export const retrySyncs = async (): Promise<number> =>
  (await stopSyncsOfDisabled()) + (await retryDueSyncs()) + (await beginDueSyncs());
