import { createHash } from "node:crypto";
import { audit } from "../audit";
import { hmac } from "../crypto";
import { transaction } from "../db";
import { env } from "../env";
import type { Download } from "../http/csv-file";
import { spend } from "../rate-limit";
import { type ReadFigures, readTargets } from "./queries";
import { record } from "./record";
import type { TargetsView, VitalReport } from "./schema";

// What one address may tell in an hour, and all together: nobody shifts the figure much, and an office behind one address is heard.
const [perAddress, inAll, windowSeconds] = [20, 5000, 3600];
// Longer than that nobody has waited who is still there.
const longestMs = 60_000;

/** Shall this page, of a sample, tell how long it took to load? */
export const asksBrowser = (): boolean => env.vitalsOneIn > 0 && Math.random() * env.vitalsOneIn < 1;

/** Counts what a browser tells of a page, as long as its address has not told too much; the address is kept nowhere but as a hash, for an hour. */
export async function takeVital({ page, value }: VitalReport, address: string): Promise<{ counts: boolean }> {
  const budgets = [
    { key: `vitals:${hmac("vitals", address).slice(0, 32)}`, limit: perAddress, windowSeconds },
    { key: "vitals", limit: inAll, windowSeconds },
  ].map(one => ({ ...one, limit: one.limit * env.rateLimitScale }));
  const { ok: counts } = await transaction("system", tx => spend(tx, budgets));
  if (counts) record("page", page, Math.min(value, longestMs));
  return { counts };
}

const columns = [
  "target",
  "limit",
  "unit",
  "figure",
  "median",
  "state",
  "samples",
  "window_minutes",
  "slowest",
  "slowest_seconds",
];
const text = (value: string | number | null | undefined) =>
  value === null || value === undefined ? "" : String(value);

function figureLines({ measuredAt, targets, setUps }: TargetsView): string[][] {
  return [
    columns,
    ...targets.map(one => [
      ...[one.id, `${one.unit === "percent" ? ">" : "<"} ${one.limit}`, one.unit, text(one.figure), text(one.median)],
      ...[one.state, text(one.samples), text(one.windowMinutes), text(one.slowest?.name), text(one.slowest?.seconds)],
    ]),
    ["set_up", "kind", "ended_at", "seconds"],
    ...setUps.map(one => [text(one.onboardingId), one.kind, one.endedAt, text(one.seconds)]),
    ["measured_at", measuredAt],
  ];
}

/** The figures' own hash: of their lines as JSON, each line by itself and a line feed behind it. */
const digestOf = (lines: readonly string[][]) =>
  createHash("sha256")
    .update(lines.map(line => `${JSON.stringify(line)}\n`).join(""))
    .digest("hex");

/**
 * The targets as evidence: their lines, and at the end the entry of the audit trail that this download made. It holds the figures' hash, and is chained to
 * all entries before it: whoever keeps the file can show later that neither was changed.
 */
export async function exportTargets(ofDomain: ReadFigures, actorId: number, address: string): Promise<Download> {
  const { lines, name } = await transaction("system", async tx => {
    const view = await readTargets(tx, ofDomain);
    const figures = figureLines(view);
    const digest = digestOf(figures);
    const actor = { kind: "user", id: actorId } as const;
    await audit(tx, { action: "admin.targets_exported", actor, detail: { sha256: digest }, address });
    // The chain is ours until the commit: the newest entry is the one above.
    const [entry] = await tx.$queryRaw<{ id: number; hash: string }[]>`
      SELECT id, hash FROM audit_entry ORDER BY id DESC LIMIT 1`;
    const proof = [
      ["figures_sha256", digest],
      ["audit_entry", text(entry?.id)],
      ["audit_hash", text(entry?.hash)],
    ];
    return { lines: [...figures, ...proof], name: `targets-${view.measuredAt.slice(0, 10)}.csv` };
  });
  async function* all() {
    yield* lines;
  }
  return { name, lines: all() };
}
