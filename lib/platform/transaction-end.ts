import { log } from "./log";

/** How a transaction ended. */
export type Ending = "committed" | "rolledBack";
type Echo = { ending: Ending; act: () => Promise<unknown> };

const echoes = new WeakMap<object, Echo[]>();

/**
 * Does `act` once the transaction has ended so, before its result is known to anybody: for what a transaction does outside the database, where a rollback
 * does not reach. Lost when the process dies in between, so only for what may be lost.
 */
export function atEnd(tx: object, ending: Ending, act: Echo["act"]): void {
  echoes.set(tx, [...(echoes.get(tx) ?? []), { ending, act }]);
}

/** Does what was left for this ending; what fails is logged, since the transaction has ended all the same. */
export async function tellEnd(tx: object | undefined, ending: Ending): Promise<void> {
  const left = (tx && echoes.get(tx)) ?? [];
  if (tx) echoes.delete(tx);
  for (const echo of left)
    if (echo.ending === ending)
      await echo.act().catch((error: unknown) => log.warn({ err: error }, "nothing followed a transaction"));
}
