import { audit } from "../audit";
import type { SessionUser } from "../auth/session";
import { now } from "../clock";
import { transaction } from "../db";
import { AppError, invalidInput } from "../errors";
import type { Download } from "../http/csv-file";
import { walkOnboardings } from "./queries";
import type { NewSavedView, OnboardingExport } from "./schema";
import type { OnboardingRow, SavedView } from "./view";

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

const mostViews = 20;
// As the table holds it.
const mostSearch = 2000;

/** Keeps how somebody looks at the table, under a name; what has the name already is replaced. Throws `invalid_input` for one too many. */
export async function saveView(userId: number, { name, search }: NewSavedView): Promise<SavedView> {
  const createdAt = await now();
  const given = Object.fromEntries(new URLSearchParams(search));
  // Where somebody was in the list is no part of how they look at it.
  const { cursor: _, ...told } = given;
  const kept = { search: new URLSearchParams(told).toString(), createdAt };
  if (kept.search.length > mostSearch) throw invalidInput([{ field: "search", code: "too_long", message: "tooLong" }]);
  return transaction("system", async tx => {
    // One of a person's after the other, or two at once would both be the twentieth.
    await tx.$queryRaw`SELECT id FROM "user" WHERE id = ${userId} FOR NO KEY UPDATE`;
    const others = await tx.savedView.count({ where: { userId, NOT: { name } } });
    if (others >= mostViews) throw invalidInput([{ field: "name", code: "too_many", message: "tooManyViews" }]);
    return tx.savedView.upsert({
      where: { userId_name: { userId, name } },
      create: { userId, name, ...kept },
      update: kept,
      select: { id: true, name: true, search: true },
    });
  });
}

/** Forgets one of somebody's own views. Throws `not_found`, also for anybody else's. */
export async function removeView(userId: number, id: number): Promise<{ id: number }> {
  const { count } = await transaction("system", tx => tx.savedView.deleteMany({ where: { id, userId } }));
  if (count === 0) throw new AppError("not_found");
  return { id };
}
