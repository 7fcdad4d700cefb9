import { audit } from "../audit";
import { now } from "../clock";
import { transaction } from "../db";
import type { Download } from "../http/csv-file";
import type { Period } from "./schema";
import type { StepFigures } from "./view";

const columns = ["kind", "step", "what", "code", "people", "times", "dropped", "median_seconds"];

function* linesOf({ kind, step, seen, saved, dropped, medianSeconds, causes }: StepFigures): Generator<string[]> {
  yield [kind, step, "seen", "", String(seen), "", String(dropped), ""];
  yield [kind, step, "saved", "", String(saved), "", "", medianSeconds === null ? "" : String(medianSeconds)];
  for (const { event, code, people, times, dropped: left } of causes)
    yield [kind, step, event, code, String(people), String(times), String(left), ""];
}

type Asked = { period: Period; actorId: number; address: string };

/** What happened at each step, as a table; who took it is in the audit trail. */
export async function exportFigures(
  figures: readonly StepFigures[],
  { period, actorId, address }: Asked,
): Promise<Download> {
  await transaction("system", tx =>
    audit(tx, { action: "admin.metrics_exported", actor: { kind: "user", id: actorId }, detail: { period }, address }),
  );
  async function* lines() {
    yield columns;
    for (const one of figures) yield* linesOf(one);
  }
  return { name: `steps-${period}-${(await now()).toISOString().slice(0, 10)}.csv`, lines: lines() };
}
