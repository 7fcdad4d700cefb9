import { createHash } from "node:crypto";
import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import type { FieldError } from "@/lib/platform/errors";
import { type Call, type CallingRecord, type ReadRecord, readRecord } from "./record";
import { type Outcome, writeRecords } from "./write";

/** What became of one record; `duplicateOf` is the first record of the same number, with which it was taken as one. */
export type Taken = {
  index: number;
  phoneNumber: string | null;
  result: Outcome | "rejected";
  duplicateOf: number | null;
  errors: FieldError[];
};

/** Who sent the records: `partner:acct_calling`. */
export type Sender = { source: string; actor: { kind: "partner" | "user"; id: string | number }; address?: string };

const longestKept = 65_536;

/** One call that was told twice: what was told later counts, and what was not told then stays. */
const mergeCalls = (earlier: Call | undefined, later: Call): Call => ({
  ...earlier,
  ...(Object.fromEntries(Object.entries(later).filter(([, value]) => value != null)) as Call),
});

/** Records of one number as one: what was told later counts. */
function merge(earlier: CallingRecord, later: CallingRecord): CallingRecord {
  const calls = new Map(earlier.calls.map(call => [call.roomName, call]));
  for (const call of later.calls) calls.set(call.roomName, mergeCalls(calls.get(call.roomName), call));
  return {
    phoneNumber: earlier.phoneNumber,
    fields: { ...earlier.fields, ...later.fields },
    calls: [...calls.values()],
    insights: later.insights ?? earlier.insights,
  };
}

function byNumber(read: readonly ReadRecord[]) {
  const merged = new Map<string, CallingRecord>();
  const first = new Map<string, number>();
  for (const [index, one] of read.entries()) {
    if (!("record" in one)) continue;
    const { phoneNumber } = one.record;
    const earlier = merged.get(phoneNumber);
    merged.set(phoneNumber, merge(earlier ?? { ...one.record, calls: [] }, one.record));
    if (!earlier) first.set(phoneNumber, index);
  }
  return { merged, first };
}

/** A record as the text that is kept of it. JSON is read to any depth, but not written. */
function textOf(raw: unknown, phoneNumber: string | null): string {
  try {
    return JSON.stringify(raw) ?? "null";
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return JSON.stringify({ phone_number: phoneNumber, not_kept: "too deep" });
  }
}

/** Keeps what could not be taken, each record once; how many were not known yet. */
async function keepRejected(tx: Tx, source: string, raws: readonly unknown[], read: readonly ReadRecord[]) {
  const rejected = read.flatMap((one, at) => {
    if ("record" in one) return [];
    const text = textOf(raws[at], one.phoneNumber);
    const digest = createHash("sha256").update(text).digest("hex");
    return [{ digest, record: text.slice(0, longestKept), errors: JSON.stringify(one.errors) }];
  });
  if (rejected.length === 0) return 0;
  return tx.$executeRaw`
    INSERT INTO rejected_record (source, digest, record, errors, received_at)
    SELECT ${source}, decode(digest, 'hex'), record, errors::jsonb, app_now()
    FROM unnest(${rejected.map(one => one.digest)}::text[], ${rejected.map(one => one.record)}::text[], ${rejected.map(one => one.errors)}::text[])
      AS r(digest, record, errors)
    ON CONFLICT (source, digest) DO NOTHING`;
}

const count = (taken: readonly Taken[], result: Taken["result"]) => taken.filter(one => one.result === result).length;

/** How many records there were, and how many of them went which way. */
export const countTaken = (taken: readonly Taken[]) => ({
  received: taken.length,
  created: count(taken, "created"),
  updated: count(taken, "updated"),
  unchanged: count(taken, "unchanged"),
  rejected: count(taken, "rejected"),
});

/** Takes what was read, each record with a result of its own, in the transaction of whoever keeps what could not be taken. */
export async function takeRead(tx: Tx, read: readonly ReadRecord[]): Promise<Taken[]> {
  const { merged, first } = byNumber(read);
  const outcomes = await writeRecords(tx, [...merged.values()]);
  return read.map((one, index): Taken => {
    if (!("record" in one))
      return { index, phoneNumber: one.phoneNumber, result: "rejected", duplicateOf: null, errors: one.errors };
    const { phoneNumber } = one.record;
    const earliest = first.get(phoneNumber) ?? index;
    const result = outcomes.get(phoneNumber) ?? "unchanged";
    return { index, phoneNumber, result, duplicateOf: earliest === index ? null : earliest, errors: [] };
  });
}

/**
 * Takes records of the calling system, each with a result of its own; the sound ones are one transaction. One that cannot be taken is kept with its
 * reasons. The same records once more change nothing.
 */
export async function takeRecords(sender: Sender, raws: readonly unknown[], defaultRegion?: string): Promise<Taken[]> {
  const read = raws.map(raw => readRecord(raw, defaultRegion));
  return transaction("system", async tx => {
    const taken = await takeRead(tx, read);
    const kept = await keepRejected(tx, sender.source, raws, read);
    const detail = countTaken(taken);
    if (detail.created + detail.updated + kept > 0)
      await audit(tx, { action: "calling.received", actor: sender.actor, detail, address: sender.address });
    return taken;
  });
}

/** Forgets after ninety days what could not be taken. */
export const purgeRejected = (tx: Tx): Promise<number> =>
  tx.$executeRaw`DELETE FROM rejected_record WHERE received_at < app_now() - interval '90 days'`;
