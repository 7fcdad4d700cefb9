import type { Bench, Figures, Prepared } from "./bench";
import { judge, medianFigures } from "./judge";
import { type Environment, Place } from "./place";
import { describeMachine, keepResult, printResult } from "./results";

// Runs one bench in the environment that scripts/bench.mjs has made. Ends with 0, with 1 when a goal is missed, with 2 when it broke.
const place = new Place(process.env as Environment);

try {
  process.exitCode = await measure(((await import(`../${process.argv[2]}.ts`)) as { default: Bench }).default);
} catch (error) {
  console.error(error);
  process.exitCode = 2;
} finally {
  await place.close();
}
process.exit();

async function measure(bench: Bench): Promise<number> {
  const since = Date.now();
  console.log(`\n── ${bench.name}: ${bench.work}`);
  const prepared = await bench.setUp(place);
  const rounds = await runRounds(bench, prepared);
  const figures = Object.fromEntries(Object.entries(rounds).map(([side, all]) => [side, medianFigures(all)]));
  const goals = judge(bench, figures);
  const result = {
    date: new Date().toISOString(),
    machine: await describeMachine(place.env.DATABASE_URL ?? ""),
    work: bench.work,
    rounds: bench.rounds ?? 5,
    seconds: Math.round((Date.now() - since) / 1000),
    figures,
    goals,
    notes: prepared.notes,
  };
  keepResult(bench.name, result);
  printResult(bench.name, result);
  return goals.every(({ reached }) => reached) ? 0 : 1;
}

/** Every side once a round, always in the same order, so that what slows the machine down slows all of them. */
async function runRounds(bench: Bench, { runs }: Prepared): Promise<Record<string, Figures[]>> {
  const measured: Record<string, Figures[]> = Object.fromEntries(Object.keys(runs).map(side => [side, []]));
  for (let round = bench.isCold ? 1 : 0; round <= (bench.rounds ?? 5); round++) {
    for (const [side, run] of Object.entries(runs)) {
      const figures = await run();
      console.log(`  ${round === 0 ? "warm-up" : `round ${round}`}  ${side.padEnd(8)} ${spell(figures)}`);
      if (round > 0) measured[side]?.push(figures);
    }
  }
  return measured;
}

function spell(figures: Figures): string {
  const pairs = Object.entries(figures);
  return pairs.map(([figure, value]) => `${figure} ${value.toFixed(value < 100 ? 2 : 0)}`).join("  ");
}
