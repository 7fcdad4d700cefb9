import { z } from "zod";
import type { Tx } from "@/lib/platform/db";
import { nudgeDue } from "@/lib/platform/flow/start-run";
import { defineJob } from "@/lib/platform/jobs/define-job";
import { purgeDeletedKeys } from "./service/delete-key";
import { importQueue } from "./service/import-queue";
import { startDueRefreshes } from "./service/refresh";
import { endDueSkips } from "./service/skip";
import { runImport } from "./service/sync";
import { startDueOrderUpdates } from "./service/update-orders";
import { storeOnboarding } from "./steps";

/** The queue jobs of stores. */
export const storeJobs = [
  defineJob({
    name: importQueue.job,
    data: z.object({ onboardingId: z.number() }),
    handler: ({ onboardingId }, { signal }) => runImport(onboardingId, { signal, holdsJob: true }),
    concurrency: 4,
    deadlineSeconds: 3600, // then it goes on at its next page, in another job
  }),
];

/** Sends again the imports that the tables say are due; returns how many. */
export const nudgeDueImports = (tx: Tx): Promise<number> => nudgeDue(tx, storeOnboarding);

/** Starts the daily refreshes whose time has come; returns how many. */
export const refreshDueFeeds = (): Promise<number> => startDueRefreshes();

/** Starts the daily readings of orders whose time has come; returns how many. */
export const updateDueOrders = (): Promise<number> => startDueOrderUpdates();

/** Stores whose code nobody entered within a day go, with everything that hangs on them. */
export const purgeUnverifiedStores = (tx: Tx): Promise<number> =>
  tx.$executeRaw`DELETE FROM stores WHERE verified_at IS NULL AND created_at < app_now() - interval '24 hours'`;

/** What is left of deleted keys goes after thirty days; returns how many. */
export const purgeKeys = (tx: Tx): Promise<number> => purgeDeletedKeys(tx);

/** Takes back the skips whose time is over; returns how many. */
export const endSkips = (tx: Tx): Promise<number> => endDueSkips(tx);
