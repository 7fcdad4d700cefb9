import { transaction } from "../db";

const perPass = 500;

/** Writes down how the onboardings stand that have moved since, for the tables of staff; part of what every worker does each second, one at a time. */
export async function summarizeMoved(): Promise<void> {
  const pass = () =>
    transaction("system", tx => tx.$queryRaw<{ count: number }[]>`SELECT summarize_moved(${perPass}::int) AS count`);
  while ((await pass())[0]?.count === perPass);
}
