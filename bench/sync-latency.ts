import { dealsOf, type Group } from "@/lib/agents/sandbox/deals";
import { contributionsOf, paymentsOf } from "@/lib/agents/sandbox/revshare";
import { downLineOf, usualSizes, worldOf } from "@/lib/agents/sandbox/world";
import { closeDatabase } from "@/lib/platform/db";
import { upstreamSeats } from "@/lib/platform/outbound/upstreams";
import { openAccounts, sandboxOf, sandboxSizes, syncFully } from "./harness/agent-sync";
import type { Bench } from "./harness/bench";

const rounds = 5;
const latencyMs = 100;
// We ask for 200 at once; the figure's own words are pages of 100, so the sandbox gives no more.
const mostPerPage = 100;
const atOnce = 4;
const tiers = [1, 2, 3, 4, 5];

/** How many calls a sync cannot do without: each page of each list, and what comes at once. */
function countCalls(): number {
  const world = worldOf({ ...usualSizes, ...sandboxSizes }, new Date());
  const [agent] = world.agents;
  if (!agent) throw new Error("The sandbox knows nobody.");
  const groups: Group[] = ["OPEN", "CLOSED", "TERMINATED"];
  const lists = [
    ...groups.flatMap(group => [dealsOf(world, agent, "listing", group), dealsOf(world, agent, "transaction", group)]),
    ...tiers.map(tier => contributionsOf(world, agent, tier)),
    ...tiers.flatMap(tier =>
      ["ACTIVE", "INACTIVE", "CANDIDATE", "RESURRECTING"].map(status => downLineOf(world, agent, tier, status)),
    ),
    ...(["pending", "paid"] as const).map(which => paymentsOf(world, agent, which)),
  ];
  // The agent, its team, its sponsors, its cap, its shares.
  const whole = 5;
  return whole + lists.reduce((sum, { count }) => sum + Math.max(1, Math.ceil(count / mostPerPage)), 0);
}

const bench: Bench<"ours" | "floor", "seconds" | "inFlight"> = {
  name: "sync-latency",
  work: `the same first sync where each call takes ${latencyMs} ms and a page holds ${mostPerPage}; the floor is the pages' time, ${atOnce} in flight`,
  rounds,
  goals: [
    { title: "seconds, ours ÷ floor", value: at => at.ours.seconds / at.floor.seconds, atMost: 1.2 },
    {
      title: "calls in flight at most, the provider's budget",
      value: at => at.ours.inFlight,
      atMost: upstreamSeats.rezen,
    },
    {
      title: "seconds for 20,000 transactions (sources/000: up to five minutes)",
      value: at => at.ours.seconds,
      atMost: 300,
    },
  ],
  async setUp(place) {
    place.onEnd(closeDatabase);
    const { address } = await place.startProduct(sandboxOf({ latencyMs, mostPerPage }));
    const accounts = await openAccounts(place, address, rounds + 1);
    const calls = countCalls();
    const load = new URL("/_load", place.env.SANDBOX_URL);
    return {
      runs: {
        ours: async () => {
          const account = accounts.pop();
          if (!account) throw new Error("There is no account left.");
          await fetch(load, { method: "DELETE" });
          const seconds = await syncFully(account);
          const { rezen } = (await (await fetch(load)).json()) as Record<string, { most: number }>;
          return { seconds, inFlight: rezen?.most ?? Number.NaN };
        },
        floor: async () => ({ seconds: (calls * latencyMs) / 1000 / atOnce, inFlight: atOnce }),
      },
      notes: { calls },
    };
  },
};

export default bench;
