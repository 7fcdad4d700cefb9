import { createTranslator } from "next-intl";
import { inLanguageOf, inLanguageOfAddress } from "@/lib/platform/auth/language";
import type { Tx } from "@/lib/platform/db";
import { messages } from "@/lib/platform/i18n/messages";
import { saySaid } from "@/lib/platform/i18n/said";
import { writeNotice } from "@/lib/platform/notices/service";
import { enqueueMessage } from "@/lib/platform/notifications/outbox";
import { tellSlack } from "@/lib/platform/notifications/slack";
import { aboardMail } from "../messages";
import { preferencesOf } from "../queries/configuration";
import { placeOfCredentials, placeOfCustomer } from "../queries/failures";
import { SyncReport } from "../view/sync-report";
import { awaitedClient } from "./with-client";

// Slack is the team's: in its one language.
const t = createTranslator({ locale: "en", messages, namespace: "mail.customer.slack" });

type Which = { customerId: number; runId: number; trigger: string };

/** The step at which a run stopped, and why. */
type Stopped = { step: string; code: string; reason: string; waitingFor: string | null };

/**
 * A run that has ended or waits. `isThrough`: the workflows were read, whatever became of the steps after that; `isFirst`: the customer has come aboard by it;
 * `isNews`: the sync before did not fail as well.
 */
export type RunNews = Which & {
  outcome: "complete" | "waiting" | "failed";
  isThrough: boolean;
  isFirst: boolean;
  isNews: boolean;
  seconds: number;
};

async function findReader(tx: Tx, id: number) {
  const select = { name: true, contactEmail: true, createdById: true, notifyBy: true, syncEveryMinutes: true } as const;
  const { notifyBy, ...customer } = await tx.customer.findUniqueOrThrow({ where: { id }, select });
  return { ...customer, wants: preferencesOf({ notifyBy }) };
}

type Reader = Awaited<ReturnType<typeof findReader>>;

/** The run's one message in Slack takes this text; `reply` goes to its thread. */
const tellTeam = (
  tx: Tx,
  { runId }: Pick<Which, "runId">,
  event: string,
  text: string,
  reply?: string,
): Promise<void> => tellSlack(tx, { topic: `run:${runId}`, text, reply, dedupeKey: `run:${runId}:${event}` });

/** Tells the team that a run has begun, of one that was planned nobody; last in its transaction. */
export async function tellStart(tx: Tx, run: Which): Promise<void> {
  if (run.trigger === "schedule") return;
  const { name, wants } = await findReader(tx, run.customerId);
  if (wants.slack) await tellTeam(tx, run, "started", t("started", { name, ...run }));
}

/** Tells the team that somebody has stopped a run, who knows it; last in its transaction. */
export async function tellStop(tx: Tx, run: Pick<Which, "customerId" | "runId">): Promise<void> {
  const { name, wants } = await findReader(tx, run.customerId);
  if (wants.slack) await tellTeam(tx, run, "ended", t("cancelled", { name, runId: run.runId }));
}

async function findStopped(tx: Tx, { customerId }: Which): Promise<Stopped> {
  const at = await tx.onboardingStep.findFirst({
    where: { onboarding: { customerId }, parent: { not: null }, state: { in: ["waiting", "failed"] } },
    orderBy: { position: "asc" },
    select: { step: true, errorCode: true, errorMessage: true, waitingFor: true },
  });
  const { step = "", errorCode, errorMessage, waitingFor = null } = at ?? {};
  return { step, code: errorCode ?? "", reason: errorMessage ?? "", waitingFor };
}

async function countWorkflows(tx: Tx, { customerId }: Which) {
  const at = await tx.onboardingStep.findFirst({
    where: { onboarding: { customerId }, step: "workflow_sync" },
    select: { result: true },
  });
  const { total = 0, created = 0, updated = 0, deleted = 0 } = SyncReport.safeParse(at?.result).data?.workflows ?? {};
  const workflows = await tx.workflow.count({ where: { customerId } });
  return { workflows, total, created, updated, deleted };
}

type Counts = Awaited<ReturnType<typeof countWorkflows>>;

const notice = (tx: Tx, { customerId, runId }: Which, userId: number, kind: string, event: string) => ({
  write: (values: Record<string, string | number>, href: string) =>
    writeNotice(tx, { userId, storeId: null, customerId, kind, values, href, dedupeKey: `run:${runId}:${event}` }),
});

/** Under the bell of whoever made the customer. */
async function tellMaker(tx: Tx, run: RunNews, { name, createdById, wants }: Reader, told: Stopped | Counts) {
  if (createdById === null || !wants.inApp) return;
  const { customerId, isFirst } = run;
  if (!("step" in told)) {
    const kind = isFirst ? "customer_aboard" : "customer_run_complete";
    return notice(tx, run, createdById, kind, "ended").write(
      { name, workflows: told.workflows },
      placeOfCustomer(customerId),
    );
  }
  const { step, code, waitingFor } = told;
  const reason = await inLanguageOf(tx, createdById, () => saySaid(told.reason));
  const kind = waitingFor === null ? "customer_run_failed" : "customer_run_waiting";
  const event = waitingFor === null ? "ended" : `waiting:${code}`;
  const href = waitingFor === awaitedClient ? placeOfCredentials(customerId) : placeOfCustomer(customerId);
  return notice(tx, run, createdById, kind, event).write({ name, step, reason }, href);
}

// The invite that the onboarding has sent them says it already.
const isInvited = async (tx: Tx, customerId: number, email: string) =>
  (await tx.customerInvite.count({ where: { customerId, email, invitedById: null } })) > 0;

/** By mail to the contact, once and for good: the customer is aboard. */
async function welcome(tx: Tx, { customerId, isFirst }: RunNews, reader: Reader, { workflows }: Counts): Promise<void> {
  const { name, contactEmail, syncEveryMinutes: minutes, wants } = reader;
  if (!isFirst || !wants.email || contactEmail === null) return;
  if (await isInvited(tx, customerId, contactEmail)) return;
  const mail = await inLanguageOfAddress(tx, contactEmail, () => aboardMail({ name, workflows, minutes }));
  const how = { dedupeKey: `customer.aboard:${customerId}`, tenant: `customer:${customerId}` };
  await enqueueMessage(tx, { channel: "email", recipient: contactEmail, ...mail, ...how });
}

function tellSlackOf(tx: Tx, run: RunNews, { name }: Reader, told: Stopped | Counts): Promise<void> {
  const { runId, trigger, seconds } = run;
  if (!("step" in told)) {
    const time = { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
    return tellTeam(tx, run, "ended", t("complete", { name, trigger, runId, ...told, ...time }));
  }
  const { step, code, reason } = told;
  if (run.outcome === "waiting")
    return tellTeam(tx, run, `waiting:${code}`, t("waiting", { name, runId, step }), reason);
  return tellTeam(tx, run, "ended", t("failed", { name, trigger, runId, step }), reason);
}

/**
 * Tells how a run ended, or that it waits, once: whoever made the customer, its contact when it has come aboard, and the team, each if the customer's
 * preferences say so. Of a sync that was planned only what goes wrong, and that when it did not the time before. Last in its transaction.
 */
export async function tellOutcome(tx: Tx, run: RunNews): Promise<void> {
  const isPlanned = run.trigger === "schedule";
  if (isPlanned && (run.outcome === "complete" || !run.isNews)) return;
  const reader = await findReader(tx, run.customerId);
  const told = run.outcome === "complete" ? await countWorkflows(tx, run) : await findStopped(tx, run);
  await tellMaker(tx, run, reader, told);
  if (!("step" in told)) await welcome(tx, run, reader, told);
  if (reader.wants.slack) await tellSlackOf(tx, run, reader, told);
}
