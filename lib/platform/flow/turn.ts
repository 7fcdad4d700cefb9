import { mustGiveWay } from "../jobs/give-way";
import { log } from "../log";
import type { WorkedFlow } from "./step";

/** This run has had its turn while others wait for a worker: it goes on behind them. */
export class TurnOver extends Error {
  constructor() {
    super("this run goes on when others have had their turn");
    this.name = "TurnOver";
  }
}

// Pages may follow each other within milliseconds.
const askEveryMs = 1000;

/** The turn of a run: whether it is over is asked at each page, and answered `true` once its slice is used up and others wait for its place. */
export type Turn = { isOver: () => Promise<boolean> };

/** Begins the turn of a run, whose jobs have this key. Who does not hold the job takes no worker's place, so nobody waits for it. */
export function beginTurn(
  { sliceSeconds = Infinity, job }: Pick<WorkedFlow, "sliceSeconds" | "job">,
  { key, holdsJob }: { key: string; holdsJob: boolean },
): Turn {
  let nextAskMs = performance.now() + sliceSeconds * 1000;
  const isOver = async () => {
    if (!holdsJob || performance.now() < nextAskMs) return false;
    nextAskMs = performance.now() + askEveryMs;
    // A page is written already: whether somebody waits must not make it fail.
    return mustGiveWay(job, key).catch((error: unknown) => {
      log.warn({ err: error, job, key }, "nobody could be asked whether others wait");
      return false;
    });
  };
  return { isOver };
}
