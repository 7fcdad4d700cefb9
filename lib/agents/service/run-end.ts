import { createTranslator } from "next-intl";
import type { Tx } from "@/lib/platform/db";
import type { PartOutcome } from "@/lib/platform/flow/onboarding";
import type { RunEnd } from "@/lib/platform/flow/step";
import { messages } from "@/lib/platform/i18n/messages";
import { enqueueMessage } from "@/lib/platform/notifications/outbox";
import { type RunNews, readyMail, readySms } from "../messages";
import { syncTitles } from "../schema/sync";
import { countsOf } from "../view/worker-result";
import { tellAgent, tellTeam } from "./tell-run";

const t = createTranslator({ locale: "en", messages, namespace: "mail.agent.slack" });

type Outcome = RunNews["outcome"];
type Ended = {
  onboardingId: number;
  outcome: Outcome;
  seconds: number;
  parts: readonly PartOutcome[];
  isTriedAgain: boolean;
};

const toOutcome = (status: string): Outcome | null =>
  status === "complete" || status === "partial" || status === "failed" ? status : null;

/** How a run ended; null while it goes on or waits, and of one that was cancelled: who did that knows it. */
async function findEnded(tx: Tx, runId: number): Promise<Ended | null> {
  const run = await tx.onboardingRun.findUniqueOrThrow({
    where: { id: runId },
    select: { onboardingId: true, status: true, trigger: true, startedAt: true, endedAt: true, parts: true },
  });
  const outcome = run.endedAt && toOutcome(run.status);
  if (!outcome || !run.endedAt) return null;
  const { onboardingId, endedAt, startedAt, trigger } = run;
  const seconds = Math.round((Number(endedAt) - Number(startedAt ?? endedAt)) / 1000);
  return {
    onboardingId,
    outcome,
    seconds,
    parts: (run.parts ?? []) as PartOutcome[],
    isTriedAgain: trigger !== "again",
  };
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

/** Everybody who asked for this run gets their one message, where we have an address. */
async function tellWhoAsked(tx: Tx, { runId, subjectId }: RunEnd, news: RunNews): Promise<void> {
  const asked = await tx.readyRequest.findMany({ where: { runId }, select: { userId: true, channel: true } });
  if (asked.length === 0) return;
  const [to] = await tx.$queryRaw<{ email: string | null; phone: string | null }[]>`
    SELECT email, phone_number AS phone FROM agent_contact()`;
  for (const { userId, channel } of asked) {
    const how = { dedupeKey: `run.ended:${runId}:${userId}`, tenant: `agent:${subjectId}` };
    if (channel === "sms" && to?.phone)
      await enqueueMessage(tx, { channel, recipient: to.phone, ...readySms(news), ...how });
    else if (channel === "email" && to?.email)
      await enqueueMessage(tx, { channel, recipient: to.email, ...(await readyMail(news)), ...how });
  }
}

function tellSlackOfEnd(
  tx: Tx,
  { runId, subjectId: userId }: RunEnd,
  { outcome, seconds, parts }: Ended,
): Promise<void> {
  const counts = parts.map(part => countsOf(part));
  const sum = (name: "fetched" | "created" | "updated") => counts.reduce((all, one) => all + one[name], 0);
  const figures = { fetched: sum("fetched"), created: sum("created"), updated: sum("updated") };
  const missing = missingOf(parts);
  const errors = missing.map(part => `${titleOf(part)}: ${part.errorMessage ?? ""} (${part.errorCode ?? ""})`);
  const time = { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
  const text = t("ended", { userId, runId, outcome, missing: missing.length, ...figures, ...time });
  return tellTeam(tx, runId, "ended", text, errors.length > 0 ? errors.join("\n") : undefined);
}

/**
 * Settles the onboarding and tells that a run has ended, in the transaction that ends it: under the agent's bell, to whoever asked, and in Slack. Twice
 * for the same run says it once.
 */
export async function tellRunEnd(tx: Tx, end: RunEnd): Promise<void> {
  const { runId, subjectId: userId } = end;
  const ended = await findEnded(tx, runId);
  if (!ended) return;
  await settleOnboarding(tx, runId, ended);
  const { outcome, isTriedAgain } = ended;
  const missing = missingOf(ended.parts).map(titleOf);
  const place = outcome === "complete" ? "/agent/dashboard" : "/agent/onboarding";
  await tellWhoAsked(tx, end, { outcome, missing: missing.join(", "), place });
  await tellAgent(tx, {
    ...{ userId, runId, place },
    kind: `agent_sync_${outcome}`,
    told: { code: "ONBOARDING_COMPLETE", missing, isTriedAgain },
    values: { steps: missing.join(", "), again: isTriedAgain ? "yes" : "no" },
  });
  await tellSlackOfEnd(tx, end, ended);
}
