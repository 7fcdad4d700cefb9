import { audit } from "../audit";
import type { SessionUser } from "../auth/session";
import { now } from "../clock";
import { transaction } from "../db";
import type { Download } from "../http/csv-file";
import { walkOnboardings } from "./queries";
import type { OnboardingExport } from "./schema";
import type { OnboardingRow } from "./view";

const perPass = 500;

/** Writes down how the onboardings stand that have moved since, for the tables of staff; part of what every worker does each second, one at a time. */
export async function summarizeMoved(): Promise<void> {
  const pass = () =>
    transaction("system", tx => tx.$queryRaw<{ count: number }[]>`SELECT summarize_moved(${perPass}::int) AS count`);
  while ((await pass())[0]?.count === perPass);
}

/** A download has this many rows at most. */
const mostExported = 100_000;

const columns = [
  ...["onboarding_id", "kind", "subject", "status", "percent", "step", "attempts", "error_step", "error_code"],
  ...["waiting_for", "next_attempt_at", "started_at", "ended_at", "took_seconds", "support_code"],
];
const text = (value: string | number | null | undefined) => String(value ?? "");

const lineOf = (row: OnboardingRow): string[] =>
  [
    ...[
      row.id,
      row.kind,
      row.subject,
      row.status,
      row.percent,
      row.step,
      row.attempts,
      row.error?.step,
      row.error?.code,
    ],
    ...[row.waitingFor, row.nextAttemptAt, row.startedAt, row.endedAt, row.tookSeconds, row.run && `job_${row.run.id}`],
  ].map(text);

/** The onboardings that a search finds as a table, read while it is written; who took it and what they had looked for is in the audit trail. */
export async function exportOnboardings(
  actor: Pick<SessionUser, "id" | "roles">,
  search: OnboardingExport,
  address: string,
): Promise<Download> {
  await transaction("system", tx =>
    audit(tx, {
      action: "admin.onboardings_exported",
      actor: { kind: "user", id: actor.id },
      // What is looked for may be somebody's number.
      detail: { ...search, q: search.q === undefined ? undefined : "•••" },
      address,
    }),
  );
  async function* lines() {
    yield columns;
    for await (const row of walkOnboardings(actor, search, mostExported)) yield lineOf(row);
  }
  return { name: `onboardings-${(await now()).toISOString().slice(0, 10)}.csv`, lines: lines() };
}
