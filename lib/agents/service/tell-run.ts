import { createTranslator } from "next-intl";
import type { Tx } from "@/lib/platform/db";
import { messages } from "@/lib/platform/i18n/messages";
import { writeNotice } from "@/lib/platform/notices/service";
import { tellSlack } from "@/lib/platform/notifications/slack";
import { type Notification, toMessage } from "../view/notification";

// Slack is the team's: in its one language.
const t = createTranslator({ locale: "en", messages, namespace: "mail.agent.slack" });

type Run = { userId: number; runId: number };
type News = Run & {
  kind: `agent_sync_${string}`;
  told: Notification;
  values?: Record<string, string | number>;
  place?: string;
};

/** Puts news of a run under the agent's bell: our words, with the code and message of sources/000; once per run and code. */
export async function tellAgent(tx: Tx, { userId, runId, kind, told, values, place }: News): Promise<void> {
  const { code } = told;
  await writeNotice(tx, {
    userId,
    storeId: null,
    kind,
    values: { ...values, code, message: toMessage(told) },
    href: place ?? "/agent/onboarding",
    dedupeKey: `run:${runId}:${code}`,
  });
}

/** The run's one message in Slack takes this text; `reply` goes to its thread. */
export const tellTeam = (tx: Tx, runId: number, event: string, text: string, reply?: string): Promise<void> =>
  tellSlack(tx, { topic: `run:${runId}`, text, reply, dedupeKey: `run:${runId}:${event}` });

/** Tells that a run has begun, of one that was planned the team only; last in its transaction. */
export async function tellStart(tx: Tx, { isPlanned, ...run }: Run & { isPlanned: boolean }): Promise<void> {
  if (!isPlanned) await tellAgent(tx, { ...run, kind: "agent_sync_started", told: { code: "ONBOARDING_STARTED" } });
  await tellTeam(tx, run.runId, "started", t("started", run));
}

/** Tells that a run could not begin, and why; last in its transaction. */
export async function tellRefusal(tx: Tx, { reason, ...run }: Run & { reason: string }): Promise<void> {
  const told = { code: "ONBOARDING_ERROR" } as const;
  await tellAgent(tx, { ...run, kind: "agent_sync_error", told, values: { reason } });
  await tellTeam(tx, run.runId, "ended", t("refused", run), reason);
}

/** Tells the team that somebody has stopped a run, who knows it; last in its transaction. */
export const tellStop = (tx: Tx, run: Run): Promise<void> => tellTeam(tx, run.runId, "ended", t("cancelled", run));

/** Tells, in the thread of a run that lacked something, that a later one has brought it; once per run, and last in its transaction. */
export const tellRecovery = (tx: Tx, { userId, runId, lackingId }: Run & { lackingId: number }): Promise<void> =>
  tellSlack(tx, {
    topic: `run:${lackingId}`,
    reply: t("recovered", { userId, runId, lackingId }),
    dedupeKey: `run:${lackingId}:recovered`,
  });
