import { createHash } from "node:crypto";
import { addressBlock } from "../address-block";
import { audit } from "../audit";
import { hmac } from "../crypto";
import { transaction } from "../db";
import { env } from "../env";
import type { Download } from "../http/csv-file";
import { spend } from "../rate-limit";
import { type ReadFigures, readTargets } from "./queries";
import { record } from "./record";
import type { TargetsView, VitalReport } from "./schema";

// What one network may tell in an hour and in a day, and all together in an hour: nobody shifts the figure much, and an office behind one address is heard.
const [perHour, perDay, inAll] = [20, 60, 5000];
const [hour, day] = [3600, 86_400];
// Longer than that nobody has waited who is still there.
const longestMs = 60_000;

/** Shall this page, of a sample, tell how long it took to load? */
export const asksBrowser = (): boolean => env.vitalsOneIn > 0 && Math.random() * env.vitalsOneIn < 1;

/**
 * Counts what a browser tells of a page, as long as its network has not told too much; the network is kept nowhere but as a hash, which goes a day after the
 * day that it counts.
 */
export async function takeVital({ page, value }: VitalReport, address: string): Promise<{ counts: boolean }> {
  const network = hmac("vitals", addressBlock(address)).slice(0, 32);
  const budgets = [
    { key: `vitals:${network}`, limit: perHour, windowSeconds: hour },
    { key: `vitals:day:${network}`, limit: perDay, windowSeconds: day },
    { key: "vitals", limit: inAll, windowSeconds: hour },
  ].map(one => ({ ...one, limit: one.limit * env.rateLimitScale }));
  const counts = await transaction("system", async tx => {
    // One after the other: what is refused for itself takes nothing from the others.
    for (const budget of budgets) if (!(await spend(tx, [budget])).ok) return false;
    return true;
  });
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
