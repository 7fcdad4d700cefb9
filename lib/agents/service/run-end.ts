import { createTranslator } from "next-intl";
import { inLanguageOf } from "@/lib/platform/auth/language";
import type { Tx } from "@/lib/platform/db";
import type { PartOutcome } from "@/lib/platform/flow/onboarding";
import { listWhoAsked } from "@/lib/platform/flow/ready";
import { isNotAsked } from "@/lib/platform/flow/redo";
import type { RunEnd } from "@/lib/platform/flow/step";
import { translator } from "@/lib/platform/i18n/language";
import { messages } from "@/lib/platform/i18n/messages";
import { saySaid } from "@/lib/platform/i18n/said";
import { enqueueMessage } from "@/lib/platform/notifications/outbox";
import { type GoesOn, type RunNews, readyMail, readySms } from "../messages";
import { syncTitles } from "../schema/sync";
import type { Notification } from "../view/notification";
import { countsOf } from "../view/worker-result";
import { keepDataSets } from "./keep-data-sets";
import { placeOfKey } from "./key-place";
import { willTryAgain } from "./left-out";
import { planAfterRun } from "./plan-next-sync";
import { rezen } from "./rezen-key";
import { tellAgent, tellRecovery, tellTeam } from "./tell-run";

// Slack is the team's: in its one language.
const t = createTranslator({ locale: "en", messages, namespace: "mail.agent.slack" });
const partNames = translator("agents.parts");

type Outcome = RunNews["outcome"];
type Ended = {
  onboardingId: number;
  trigger: string;
  outcome: Outcome;
  seconds: number;
  parts: readonly PartOutcome[];
  goesOn: GoesOn;
};

const toOutcome = (status: string): Outcome | null =>
  status === "complete" || status === "partial" || status === "failed" ? status : null;

/** How what is missing comes: a key that does not work comes before all, and by itself it is tried again once, if it was asked for. */
async function findWayOn(tx: Tx, userId: number, isDueAgain: boolean): Promise<GoesOn> {
  const key = await tx.credential.findFirst({
    where: { userId, platform: rezen, deletedAt: null },
    select: { brokenAt: true },
  });
  if (!key) return "no_key";
  if (key.brokenAt) return "broken_key";
  return isDueAgain ? "by_itself" : "by_hand";
}

/** How a run ended; null while it goes on or waits, and of one that was cancelled: who did that knows it. */
async function findEnded(tx: Tx, { runId, subjectId: userId }: RunEnd): Promise<Ended | null> {
  const run = await tx.onboardingRun.findUniqueOrThrow({
    where: { id: runId },
    select: {
      ...{ onboardingId: true, status: true, trigger: true, parts: true },
      ...{ createdAt: true, startedAt: true, endedAt: true },
    },
  });
  const outcome = run.endedAt && toOutcome(run.status);
  if (!outcome || !run.endedAt) return null;
  const { onboardingId, createdAt, endedAt, startedAt, trigger } = run;
  const seconds = Math.round((Number(endedAt) - Number(startedAt ?? endedAt)) / 1000);
  const parts = (run.parts ?? []) as PartOutcome[];
  const goesOn = await findWayOn(tx, userId, willTryAgain({ trigger, createdAt, parts }));
  return { onboardingId, trigger, outcome, seconds, parts, goesOn };
}

/** What the end of a run makes of the onboarding: once complete it stays so, whatever later runs come to. A run that has a successor has no say any more. */
async function settleOnboarding(tx: Tx, runId: number, { onboardingId, outcome }: Ended): Promise<void> {
  const isComplete = outcome === "complete";
  if ((await tx.onboardingRun.count({ where: { onboardingId, id: { gt: runId } } })) > 0) return;
  await tx.$executeRaw`
    UPDATE onboarding_step SET state = ${isComplete ? "done" : "failed"}::"StepState", ended_at = app_now(), done = ${isComplete ? 1 : 0},
      total = 1, error_code = ${isComplete ? null : outcome}, error_message = NULL
    WHERE onboarding_id = ${onboardingId} AND parent IS NULL AND state <> 'done'`;
  await tx.$executeRaw`
    UPDATE onboarding SET status = ${outcome}::"OnboardingStatus", started_at = coalesce(started_at, app_now()),
      ended_at = CASE WHEN ${isComplete} THEN app_now() END
    WHERE id = ${onboardingId} AND status <> 'complete'`;
}

const missingOf = (parts: readonly PartOutcome[]) => parts.filter(({ state }) => state === "failed");
const titleOf = ({ step }: PartOutcome) => syncTitles[step] ?? step;
/** As the pages call it, in the language of what is written. */
const nameOf = ({ step }: PartOutcome) => (partNames.has(step as never) ? partNames(step as never) : step);

/** What stopped a run that has brought nothing: what stopped the first part that it tried, where a bad key is not to blame. */
const causeOf = (missing: readonly PartOutcome[]): string => {
  const cause = missing.find(({ errorCode }) => errorCode === "auth") ?? missing.find(part => !isNotAsked(part));
  return (cause ?? missing[0])?.errorMessage ?? "";
};

function placeOf({ outcome, goesOn }: Ended): string {
  if (outcome === "complete") return "/agent/dashboard";
  return goesOn === "broken_key" || goesOn === "no_key" ? placeOfKey : "/agent/onboarding";
}

/** What sources/000 calls it: a run that has brought nothing at all has run into an error, though its status is Partial. */
function toTold({ outcome, goesOn }: Ended, missing: readonly PartOutcome[]): Notification {
  if (outcome === "failed") return { code: "ONBOARDING_ERROR", cause: causeOf(missing) };
  const isTriedAgain = goesOn === "by_itself";
  return { code: "ONBOARDING_COMPLETE", missing: missing.map(titleOf), isTriedAgain };
}

/** Everybody who asked for this run, or waited for it, gets their one message, where we have an address. */
async function tellWhoAsked(tx: Tx, { runId, subjectId }: RunEnd, news: RunNews): Promise<void> {
  const asked = await listWhoAsked(tx, runId);
  if (asked.length === 0) return;
  const [to] = await tx.$queryRaw<{ email: string | null; phone: string | null }[]>`
    SELECT email, phone_number AS phone FROM agent_contact()`;
  for (const { userId, channel } of asked) {
    const how = { dedupeKey: `run.ended:${runId}:${userId}`, tenant: `agent:${subjectId}` };
    const content = await inLanguageOf(tx, userId, () => (channel === "sms" ? readySms(news) : readyMail(news)));
    if (channel === "sms" && to?.phone) await enqueueMessage(tx, { channel, recipient: to.phone, ...content, ...how });
    else if (channel === "email" && to?.email)
      await enqueueMessage(tx, { channel, recipient: to.email, ...content, ...how });
  }
}

function tellSlackOfEnd(
  tx: Tx,
  { runId, subjectId: userId }: RunEnd,
  { outcome, seconds, parts }: Ended,
): Promise<void> {
  const counts = parts.map(part => countsOf(part));
  const sum = (name: "fetched" | "created" | "updated" | "gone") => counts.reduce((all, one) => all + one[name], 0);
  const figures = { fetched: sum("fetched"), created: sum("created"), updated: sum("updated"), gone: sum("gone") };
  const missing = missingOf(parts);
  const errors = missing.map(part => `${titleOf(part)}: ${part.errorMessage ?? ""} (${part.errorCode ?? ""})`);
  const time = { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
  const text = t("ended", { userId, runId, outcome, missing: missing.length, ...figures, ...time });
  return tellTeam(tx, runId, "ended", text, errors.length > 0 ? errors.join("\n") : undefined);
}

/** Tells the team that nothing is missing any more, where the run before lacked something; one that somebody stopped lacked nothing. */
async function tellSlackOfRecovery(
  tx: Tx,
  { runId, subjectId: userId }: RunEnd,
  { onboardingId }: Ended,
): Promise<void> {
  const before = await tx.onboardingRun.findFirst({
    where: { onboardingId, id: { lt: runId }, status: { in: ["complete", "partial", "failed"] } },
    orderBy: { id: "desc" },
    select: { id: true, status: true },
  });
  if (before && before.status !== "complete") await tellRecovery(tx, { userId, runId, lackingId: before.id });
}

/**
 * Keeps what was read, settles the onboarding and tells that a run has ended, in the transaction that ends it: under the agent's bell, to whoever asked, and in Slack. Twice
 * for the same run says it once.
 */
export async function tellRunEnd(tx: Tx, end: RunEnd): Promise<void> {
  const { runId, subjectId: userId } = end;
  await keepDataSets(tx, end);
  const ended = await findEnded(tx, end);
  if (!ended) return;
  await settleOnboarding(tx, runId, ended);
  await planAfterRun(tx, { userId, runId });
  const { outcome, goesOn } = ended;
  const missing = missingOf(ended.parts);
  const [steps, reason] = await inLanguageOf(
    tx,
    userId,
    () => [missing.map(nameOf).join(", "), saySaid(causeOf(missing))] as const,
  );
  const place = placeOf(ended);
  await tellWhoAsked(tx, end, { outcome, missing: steps, reason, goesOn, place });
  const values = { steps, reason, again: goesOn };
  // One that came by itself and is complete, as ever, is seen on the dashboard.
  const isAsEver = ended.trigger === "schedule" && outcome === "complete";
  if (!isAsEver)
    await tellAgent(tx, { userId, runId, place, kind: `agent_sync_${outcome}`, told: toTold(ended, missing), values });
  if (outcome === "complete") await tellSlackOfRecovery(tx, end, ended);
  await tellSlackOfEnd(tx, end, ended);
}
