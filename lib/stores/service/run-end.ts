import type { Tx } from "@/lib/platform/db";
import type { RunEnd } from "@/lib/platform/flow/step";
import { enqueueMessage } from "@/lib/platform/notifications/outbox";
import { type RunNews, readyMail, readySms } from "../messages";
import { tellOwner } from "./tell-owner";

type Outcome = RunNews["outcome"];
type Part = { step: string; done: number };

const toOutcome = (status: string): Outcome | null =>
  status === "complete" || status === "partial" || status === "failed" ? status : null;

/** Everybody who asked for this run gets their one message; a message twice asked for has the same key. */
async function tellWhoAsked(tx: Tx, { runId, subjectId }: RunEnd, news: RunNews): Promise<void> {
  const asked = await tx.readyRequest.findMany({ where: { runId }, select: { userId: true, channel: true } });
  if (asked.length === 0) return;
  const select = { email: true, phoneNumber: true };
  const { email, phoneNumber } = await tx.store.findUniqueOrThrow({ where: { id: subjectId }, select });
  for (const { userId, channel } of asked) {
    const dedupeKey = `run.ended:${runId}:${userId}`;
    if (channel === "sms") await enqueueMessage(tx, { channel, recipient: phoneNumber, ...readySms(news), dedupeKey });
    else await enqueueMessage(tx, { channel: "email", recipient: email, ...(await readyMail(news)), dedupeKey });
  }
}

/**
 * Tells that a run has ended, in the transaction that ends it: under the owner's bell, and to whoever asked. A cancelled one is known to who
 * cancelled it, and of the daily refreshes only those that miss something are worth a word. Twice for the same run says it once.
 */
export async function tellRunEnd(tx: Tx, end: RunEnd): Promise<void> {
  const { runId, subjectId } = end;
  const run = await tx.onboardingRun.findUniqueOrThrow({
    where: { id: runId },
    select: {
      status: true,
      endedAt: true,
      parts: true,
      storeImport: { select: { daysBack: true } },
      onboarding: { select: { status: true, store: { select: { code: true, name: true } } } },
    },
  });
  const { store, status } = run.onboarding;
  const outcome = run.endedAt && toOutcome(run.status);
  if (!outcome || !store) return;
  const parts = (run.parts ?? []) as Part[];
  const countOf = (step: string) => parts.find(part => part.step === step)?.done ?? 0;
  const counts = { orders: countOf("orders"), products: countOf("products") };
  const isRefresh = run.storeImport?.daysBack == null;
  const place = status === "complete" ? "dashboard" : "onboarding/order-sync";
  await tellWhoAsked(tx, end, { name: store.name, outcome, ...counts, place: `/store/${store.code}/${place}` });
  if (isRefresh && outcome === "complete") return;
  const kind = `store_${isRefresh ? "refresh" : "run"}_${outcome}` as const;
  await tellOwner(tx, subjectId, { kind, values: counts, place, dedupeKey: `run.ended:${runId}` });
}
