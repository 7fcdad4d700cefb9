import { type Tx, transaction } from "../db";
import type { ChorePassView, ChoreView, PlannedView } from "./view";

type Dated<View, Names extends keyof View> = Omit<View, Names> & {
  [Name in Names]: Date | (null extends View[Name] ? null : never);
};

const shownPasses = 50;

const listChores = (tx: Tx) => tx.$queryRaw<Dated<ChoreView, "lastAt" | "didAt" | "failedAt">[]>`
  SELECT name, last_at AS "lastAt", took_ms AS "tookMs", passes::float8 AS passes, did_at AS "didAt", did, failures::float8 AS failures,
    failed_at AS "failedAt", error FROM chore ORDER BY name`;

const listPasses = (tx: Tx) => tx.$queryRaw<Dated<ChorePassView, "at">[]>`
  SELECT id::text, name, at, took_ms AS "tookMs", did, error FROM chore_pass ORDER BY id DESC LIMIT ${shownPasses}`;

const textOf = (at: Date | null) => at?.toISOString() ?? null;

/** Every chore that was ever done, and what they did lately, newest first. */
export const getChores = (): Promise<{ chores: ChoreView[]; passes: ChorePassView[] }> =>
  transaction("system", async tx => ({
    chores: (await listChores(tx)).map(({ lastAt, didAt, failedAt, ...rest }) => ({
      ...rest,
      ...{ lastAt: lastAt.toISOString(), didAt: textOf(didAt), failedAt: textOf(failedAt) },
    })),
    passes: (await listPasses(tx)).map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() })),
  }));

/** A row of planned work as the database counts it. */
export type PlannedRow = Omit<PlannedView, "name" | "nextAt"> & { nextAt: Date | null };

/** Planned work under its name. */
export const toPlanned = (name: PlannedView["name"], row: PlannedRow | undefined): PlannedView => ({
  ...{ name, planned: 0, withinDay: 0, late: 0, ...row },
  nextAt: textOf(row?.nextAt ?? null),
});
