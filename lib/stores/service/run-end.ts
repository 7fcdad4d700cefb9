import { z } from "zod";
import { inLanguageOf } from "@/lib/platform/auth/language";
import type { Tx } from "@/lib/platform/db";
import type { RunEnd } from "@/lib/platform/flow/step";
import { enqueueMessage, type MessageContent } from "@/lib/platform/notifications/outbox";
import { type RunNews, readyMail, readySms } from "../messages";
import { tellOwner } from "./tell-owner";

type Outcome = RunNews["outcome"];
type Part = { step: string; done: number; result?: unknown };

const Skipped = z.object({ skipped: z.number() });

/** What arrived of each part, and how many rows of both did not. */
function countRows(parts: readonly Part[]) {
  const skippedOf = ({ result }: Part) => Skipped.safeParse(result).data?.skipped ?? 0;
  const arrived = (step: string) => {
    const part = parts.find(one => one.step === step);
    return part ? part.done - skippedOf(part) : 0;
  };
  const skipped = parts.reduce((sum, part) => sum + skippedOf(part), 0);
  return { orders: arrived("orders"), products: arrived("products"), skipped };
}

const toOutcome = (status: string): Outcome | null =>
  status === "complete" || status === "partial" || status === "failed" ? status : null;

/** Everybody who asked for this run gets their one message; a message twice asked for has the same key. */
async function tellWhoAsked(tx: Tx, { runId, subjectId }: RunEnd, news: RunNews): Promise<void> {
  const asked = await tx.readyRequest.findMany({ where: { runId }, select: { userId: true, channel: true } });
  if (asked.length === 0) return;
  const select = { email: true, phoneNumber: true };
  const { email, phoneNumber } = await tx.store.findUniqueOrThrow({ where: { id: subjectId }, select });
  for (const { userId, channel } of asked) {
    const how = { dedupeKey: `run.ended:${runId}:${userId}`, tenant: `store:${subjectId}` };
    const write = async (): Promise<MessageContent> => (channel === "sms" ? readySms(news) : readyMail(news));
    const content = await inLanguageOf(tx, userId, write);
    if (channel === "sms") await enqueueMessage(tx, { channel, recipient: phoneNumber, ...content, ...how });
    else await enqueueMessage(tx, { channel: "email", recipient: email, ...content, ...how });
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
      storeImport: { select: { daysBack: true, includeProducts: true } },
      onboarding: { select: { status: true, store: { select: { code: true, name: true } } } },
    },
  });
  const { store, status } = run.onboarding;
  const outcome = run.endedAt && toOutcome(run.status);
  if (!outcome || !store) return;
  const counts = countRows((run.parts ?? []) as Part[]);
  const { daysBack = null, includeProducts = true } = run.storeImport ?? {};
  const place = status === "complete" ? "dashboard" : "onboarding/order-sync";
  await tellWhoAsked(tx, end, { name: store.name, outcome, ...counts, place: `/store/${store.code}/${place}` });
  const isImport = daysBack !== null;
  if (!isImport && outcome === "complete") return;
  const what = isImport ? "run" : includeProducts ? "refresh" : "orders";
  const word = outcome === "complete" && counts.skipped > 0 ? "problems" : outcome;
  const kind = `store_${what}_${word}` as const;
  await tellOwner(tx, subjectId, { kind, values: counts, place, dedupeKey: `run.ended:${runId}` });
}
