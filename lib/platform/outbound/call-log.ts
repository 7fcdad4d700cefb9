import { type Tx, transaction } from "../db";
import { log } from "../log";

/** One try of one call. `address` is masked; `outcome` is `ok` or a failure's kind; `trace` is the support code that people are shown. */
export type CallNote = {
  upstream: string;
  method: string;
  address: string;
  status: number | null;
  outcome: string;
  reason: string | null;
  attempt: number;
  durationMs: number;
  bytes: number | null;
  trace: string | null;
};

const flushMs = 500;
let notes: (CallNote & { at: string })[] = [];
let timer: NodeJS.Timeout | undefined;
let writing: Promise<void> = Promise.resolve();

// Letters and digits in a row, or very long runs, are ids or secrets of somebody; a readable word is neither.
const looksSecret = (part: string) =>
  /[A-Za-z0-9_-]{20,}/.test(part) || /^(?=.*\d)(?=.*[a-z])[a-z0-9_-]{8,}(\.[a-z]{1,5})?$/i.test(part);
const maskLast = (text: string) => (text.length >= 12 ? `•••${text.slice(-4)}` : "•••");

// The address of an incoming webhook of Slack is a secret from its team on: whoever knows it may write.
const webhookPath = /\/services\/T[^/]*\/B.*/;

/** An address for the record: no user, no fragment, and behind dots whatever looks like a secret in its path and every value of its query but short numbers. */
export function maskAddress(address: string): string {
  if (!URL.canParse(address)) return "•••";
  const url = new URL(address);
  const path = url.pathname
    .replace(webhookPath, "/services/•••")
    .split("/")
    .map(part => (looksSecret(part) ? maskLast(part) : part))
    .join("/");
  const query = [...url.searchParams].map(([name, value]) =>
    /^\d{1,7}$/.test(value) ? `${name}=${value}` : `${name}=${maskLast(value)}`,
  );
  return `${url.protocol}//${url.host}${path}${query.length > 0 ? `?${query.join("&")}` : ""}`.slice(0, 500);
}

/** Keeps a try for the record; it is written within half a second, with its neighbours, and is lost when the process is killed before. */
export function noteCall(note: CallNote): void {
  notes.push({ at: new Date().toISOString(), ...note });
  timer ??= setTimeout(() => void flushCalls(), flushMs);
}

/** Writes what was noted; done when that, and what was being written already, is in the table. */
export function flushCalls(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const batch = notes;
  notes = [];
  writing = writing.then(() => write(batch));
  return writing;
}

async function write(batch: typeof notes): Promise<void> {
  if (batch.length === 0) return;
  try {
    await transaction(
      "system",
      tx => tx.$executeRaw`
        INSERT INTO upstream_call (at, upstream, method, address, status, outcome, reason, attempt, duration_ms, bytes, trace)
        SELECT r.at, r.upstream, r.method, r.address, r.status, r.outcome, r.reason, r.attempt, r."durationMs", r.bytes, r.trace
        FROM jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) AS r(at timestamptz, upstream text, method text, address text, status int,
          outcome text, reason text, attempt int, "durationMs" int, bytes bigint, trace text)`,
    );
  } catch (error) {
    log.warn({ err: error, calls: batch.length }, "calls could not be noted");
  }
}

/** Forgets calls after thirty days. */
export const purgeCalls = (tx: Tx): Promise<number> =>
  tx.$executeRaw`DELETE FROM upstream_call WHERE at < now() - interval '30 days'`;
