import { closeDatabase } from "@/lib/platform/db";
import {
  type Account,
  openAccounts,
  requireSame,
  rezenOf,
  sandboxOf,
  sizes,
  syncFully,
  writeAccount,
} from "./harness/agent-sync";
import type { Bench } from "./harness/bench";
import { copyAgent } from "./harness/copy-agent";
import type { Place } from "./harness/place";
import { openProbe, type Probe } from "./harness/probe";
import { upsertAgent } from "./harness/upsert-agent";

const rounds = 5;
const share = 10;
type Side = "first" | "again" | "floor" | "upserts" | "double";
type Figure = "seconds" | "peakMiB";
type Figures = Record<Figure, number>;

async function watched(probe: Probe, account: Account, isAgain: boolean): Promise<Figures> {
  await probe.ask("worker");
  const seconds = await syncFully(account, isAgain);
  return { seconds, peakMiB: (await probe.ask("worker")).peakMiB };
}

/** What twice the transactions take, in a product of their own; as warm as ours is, for the first one does not count. */
async function measureDouble(place: Place, probe: Probe): Promise<Figures> {
  const twice = { transactions: 2 * sizes.transactions };
  const { address, stop } = await place.startProduct({ ...sandboxOf(twice), ...probe.env });
  let figures: Figures = { seconds: 0, peakMiB: 0 };
  for (const account of await openAccounts(place, address, 2)) figures = await watched(probe, account, false);
  await stop();
  return figures;
}

/** What one upsert per row would take for everything, measured on a tenth of it: it takes too long to be done in each round. */
async function measureUpserts(place: Place, databaseUrl: string): Promise<Figures> {
  const userId = 1_000_000;
  await writeAccount(databaseUrl, userId);
  const some = Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, size / share]));
  const { seconds } = await upsertAgent(databaseUrl, { ...rezenOf(place), userId }, some);
  return { seconds: seconds * share, peakMiB: 0 };
}

const bench: Bench<Side, Figure> = {
  name: "sync",
  work: `an agent's ${sizes.transactions} transactions of 3 people, ${sizes.listings} listings, ${sizes.contributions} contributions and ${sizes.network} of a network, from reZEN's API to final tables; then once more with nothing changed`,
  rounds,
  goals: [
    { title: "seconds, first sync ÷ floor", value: at => at.first.seconds / at.floor.seconds, atMost: 1.5 },
    { title: "times faster than one upsert per row", value: at => at.upserts.seconds / at.first.seconds, atLeast: 20 },
    { title: "unchanged sync ÷ first", value: at => at.again.seconds / at.first.seconds, atMost: 0.7 },
    {
      title: "memory of the worker at its peak, MiB",
      value: at => Math.max(at.first.peakMiB, at.again.peakMiB),
      atMost: 300,
    },
    {
      title: "the same with twice the transactions ÷ it",
      value: at => at.double.peakMiB / at.first.peakMiB,
      atMost: 1.1,
    },
  ],
  async setUp(place) {
    const own = place.env.DATABASE_URL ?? "";
    const copy = await place.copyDatabase();
    place.onEnd(closeDatabase);
    const probe = openProbe(place);
    const double = await measureDouble(place, probe);
    const { address } = await place.startProduct({ ...sandboxOf({}), ...probe.env });
    const accounts = await openAccounts(place, address, rounds + 1);
    const upserts = await measureUpserts(place, copy);
    const notes: Record<string, unknown> = {};
    const current = () => accounts[0] as Account;
    return {
      runs: {
        first: () => watched(probe, current(), false),
        again: () => watched(probe, current(), true),
        floor: async () => {
          const { userId } = current();
          await writeAccount(copy, userId);
          const seconds = await copyAgent(copy, { ...rezenOf(place), userId });
          // Once, in the round that does not count: looking through all rows of both takes as long as a sync.
          notes.rows ??= await requireSame(own, copy, userId);
          accounts.shift();
          return { seconds, peakMiB: 0 };
        },
        upserts: async () => upserts,
        double: async () => double,
      },
      notes,
    };
  },
};

export default bench;
