import { randomUUID } from "node:crypto";
import { agentJobs, nudgeDueSyncs, retrySyncs } from "./agents/jobs";
import { purgeDeletedKeys as purgeAgentKeys } from "./agents/service/delete-key";
import { purgeChanges } from "./agents/service/purge-changes";
import { agentReminding } from "./agents/service/reminding";
import { purgeUnverified as purgeUnverifiedAgents } from "./agents/service/sign-up";
import { customerJobs, nudgeDueCustomers } from "./customers/jobs";
import { findBrokenCredentials, findFailingSyncs } from "./customers/queries/failures";
import { readQuality } from "./customers/queries/quality";
import { findSlowness } from "./customers/queries/slow-syncs";
import { beginDueCustomerSyncs } from "./customers/service/begin-due-syncs";
import { purgeProbes, purgeWorkflowChanges, purgeZuoraTokens } from "./customers/service/purge-old-rows";
import { testDueClients } from "./customers/service/test-due-clients";
import { memberJobs, nudgeDueActivations, nudgeOpenMemberImports, purgeOldMemberImports } from "./members/jobs";
import { findFailedActivations } from "./members/queries/failures";
import { lapseInvites } from "./members/service/invite/lapse-invites";
import { bulkActs } from "./onboardings";
import { evaluateAlerts, purgeAlerts } from "./platform/alerts/evaluate";
import { prepareRules } from "./platform/alerts/rules";
import { auditJobs } from "./platform/audit/jobs";
import { nudgeOpenChecks } from "./platform/audit/service";
import { purgeSignIns } from "./platform/auth/purge";
import { bulkJobs } from "./platform/bulk/jobs";
import { nudgeOpenBulks, purgeBulks } from "./platform/bulk/service";
import { counted, flushChores, purgeChorePasses, watched } from "./platform/chores/watch";
import { closeDatabase, type Tx, transaction } from "./platform/db";
import { purgeOldDrafts } from "./platform/flow/draft";
import type { Kind } from "./platform/flow/subject";
import { purgeIdempotencyKeys } from "./platform/idempotency";
import { prepareQueues as prepare } from "./platform/jobs/prepare";
import { closeSender } from "./platform/jobs/queue";
import { PullResult, pull, work } from "./platform/jobs/work";
import { purgeLocks } from "./platform/locks/in-postgres";
import { log } from "./platform/log";
import { purgeMeasures, startMeasuring } from "./platform/measures/keep";
import { injectProbe, settleProbes } from "./platform/measures/probe";
import { asChore } from "./platform/measures/watch";
import { purgeNotices } from "./platform/notices/service";
import { notificationJobs, nudgeDueMessages } from "./platform/notifications/jobs";
import { purgeMessages, purgeTopics } from "./platform/notifications/purge";
import { summarizeMoved } from "./platform/onboardings/service";
import { purgeCircuits } from "./platform/outbound/breaker";
import { purgeCalls } from "./platform/outbound/call-log";
import { closeUpstreams } from "./platform/outbound/guarded";
import { purgePartners } from "./platform/partner/accept";
import { closeRedis, prepareRedis } from "./platform/redis/client";
import { sendReminders } from "./platform/reminders/remind";
import type { Reminding } from "./platform/reminders/reminding";
import { reportJobs } from "./platform/reports/jobs";
import { nudgeMonthlyReport } from "./platform/reports/service";
import { nudgeRotation } from "./platform/secrets/rotate";
import { flushSpans } from "./platform/tracing/otlp";
import { endLooksThatAreOver, purgeLooks } from "./platform/view-as/end";
import { nudgeDueWebhooks, purgeWebhookMessages, webhookJobs } from "./platform/webhooks/jobs";
import {
  nudgeOpenCallingImports,
  practitionerJobs,
  purgeOldCallingImports,
  purgeRejectedRecords,
  purgeUnshownPictures,
} from "./practitioners/jobs";
import { practitionerReminding } from "./practitioners/service/reminding";
import { findUnmended } from "./readiness";
import { requireKeys, secretJobs } from "./secrets";
import {
  endSkips,
  nudgeDueImports,
  purgeKeys,
  purgeUnverifiedStores,
  refreshDueFeeds,
  storeJobs,
  updateDueOrders,
} from "./stores/jobs";
import { storeReminding } from "./stores/service/reminding";

/** Every job of the product, of every domain. */
export const jobs = [
  ...notificationJobs,
  ...webhookJobs,
  ...secretJobs,
  ...storeJobs,
  ...practitionerJobs,
  ...agentJobs,
  ...memberJobs,
  ...customerJobs,
  ...bulkJobs(bulkActs),
  ...auditJobs,
  ...reportJobs(readQuality),
];
const beatMs = 5000;
const sweepMs = 5000;
const remindMs = 60_000;
const summarizeMs = 1000;

// A kind that people go through says here who is reminded, or it does not compile. Members are invited, and an invite has an end of its own; a
// customer is an admin's work.
const remindings: Record<Exclude<Kind, "member" | "customer">, Reminding> = {
  store: storeReminding,
  practitioner: practitionerReminding,
  agent: agentReminding,
};
const remind = () => sendReminders(Object.values(remindings));

const lookForTrouble = () =>
  evaluateAlerts({
    activation_failure_rate: findFailedActivations,
    broken_credentials: findBrokenCredentials,
    failing_customer_syncs: findFailingSyncs,
    slow_answers: findSlowness,
    unmended_problems: findUnmended,
  });

/** Makes the queues of every domain and the rules of alerts, and holds ENCRYPTION_KEYS against what is stored; part of migrating, so that nothing starts with wrong ones. */
export async function prepareDatabase(databaseUrl: string): Promise<void> {
  await prepare(databaseUrl, jobs);
  await transaction("system", prepareRules);
  await requireKeys();
}

/** Tells that this worker or poll lives; `/api/health` reads it. */
const beat = (id: string, kind: "worker" | "poll") =>
  transaction(
    "system",
    tx => tx.$executeRaw`
      INSERT INTO worker_beat (id, kind, started_at, beat_at) VALUES (${id}, ${kind}, now(), now()) ON CONFLICT (id) DO UPDATE SET beat_at = now()`,
  );

const forgetBuckets = (tx: Tx) => tx.$executeRaw`DELETE FROM rate_bucket WHERE ends_at < app_now() - interval '1 day'`;
const forgetBeats = (tx: Tx) => tx.$executeRaw`DELETE FROM worker_beat WHERE beat_at < now() - interval '1 day'`;

const purges = {
  purgeSignIns,
  purgeMessages,
  purgeTopics,
  purgeWebhookMessages,
  purgeNotices,
  purgeUnverifiedStores,
  purgeUnverifiedAgents,
  purgeKeys,
  purgeAgentKeys,
  purgeChanges,
  purgeWorkflowChanges,
  purgeZuoraTokens,
  purgeProbes,
  purgeOldDrafts,
  forgetBuckets,
  forgetBeats,
  purgeLocks,
  purgeCalls,
  purgeCircuits,
  purgeIdempotencyKeys,
  purgePartners,
  purgeRejectedRecords,
  purgeOldCallingImports,
  purgeOldMemberImports,
  purgeAlerts,
  purgeMeasures,
  purgeChorePasses,
  purgeBulks,
  purgeLooks,
};

// These have a transaction for each subject.
const beginnings = { refreshDueFeeds, updateDueOrders, retrySyncs, beginDueCustomerSyncs, lapseInvites };
const nudges = {
  nudgeDueActivations,
  endSkips,
  nudgeDueImports,
  nudgeDueSyncs,
  nudgeDueCustomers,
  testDueClients,
  nudgeOpenCallingImports,
  nudgeOpenMemberImports,
  nudgeOpenBulks,
  nudgeOpenChecks,
  nudgeMonthlyReport,
  nudgeDueMessages,
  nudgeDueWebhooks,
  nudgeRotation,
  injectProbe,
  settleProbes,
  endLooksThatAreOver,
};

/** Sends again whatever the tables say is due, and clears what is over; each on its own, so that one that waits holds up none of the others. */
async function sweep(): Promise<void> {
  for (const [name, begin] of Object.entries(beginnings)) await watched(name, begin);
  for (const [name, chore] of Object.entries({ ...nudges, ...purges }))
    await watched(name, () => transaction<unknown>("system", chore));
  // The last, since it may call a bucket.
  await watched("purgeUnshownPictures", purgeUnshownPictures);
  await flushChores();
}

/** What one pass of the poll did, in jobs. */
export const PassView = PullResult;

/** One pass for the cron route: what is due is sent again, then jobs are taken and run for at most `budgetMs`. */
export async function pass(budgetMs: number): Promise<PullResult> {
  await asChore(async () => {
    await beat("poll", "poll");
    await watched("remind", remind);
    await watched("lookForTrouble", lookForTrouble);
    await sweep();
  });
  // A host without a worker may sleep after its answer.
  const work = () => pull(jobs, budgetMs);
  return counted("poll", work, ({ completed, failed }) => completed + failed).finally(async () => {
    await asChore(async () => {
      await watched("summarizeMoved", summarizeMoved);
      await flushChores({ isLast: true });
    }).catch(error => log.warn({ err: error }, "periodic work failed"));
    await flushSpans();
  });
}

function every(ms: number, work: () => Promise<unknown>): () => void {
  const guarded = () => asChore(work).catch(error => log.warn({ err: error }, "periodic work failed"));
  void guarded();
  const timer = setInterval(guarded, ms);
  return () => clearInterval(timer);
}

/** Starts a worker on every queue; `stop` ends it gracefully. Does nothing on import. */
export async function startWorker(): Promise<{ stop: () => Promise<void> }> {
  await requireKeys();
  await prepareRedis();
  const id = randomUUID();
  const worker = await work(jobs);
  const stopMeasuring = startMeasuring();
  const endings = [
    every(beatMs, () => beat(id, "worker")),
    every(sweepMs, sweep),
    every(sweepMs, () => watched("lookForTrouble", lookForTrouble)),
    every(remindMs, () => watched("remind", remind)),
    every(summarizeMs, () => watched("summarizeMoved", summarizeMoved)),
  ];
  log.info({ worker: id }, "worker ready");
  return {
    stop: async () => {
      for (const end of endings) end();
      await flushChores({ isLast: true }).catch(error => log.warn({ err: error }, "chores could not be noted"));
      await worker.stop();
      await closeUpstreams();
      await flushSpans();
      await closeSender();
      closeRedis();
      await stopMeasuring();
      await closeDatabase();
    },
  };
}
