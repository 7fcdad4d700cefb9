import { request } from "@playwright/test";
import { answers, bringStoreTo, dataOf, newCaller, post, type StoreOwner, signUpStore } from "@/e2e/people";
import { closeDatabase } from "@/lib/platform/db";
import { writeAgentWatchers } from "./harness/agent-watchers";
import type { Bench } from "./harness/bench";
import { type FeedFile, openFeed } from "./harness/feed-file";
import { type Call, type Load, sendAll, sendAtRate } from "./harness/load";
import type { Place } from "./harness/place";
import { writeWatchers } from "./harness/watchers";

const watchers = 1000;
const connections = 16;
const perRound = 2000;
const [rate, seconds] = [200, 6];
const agentRate = 100;
const rounds = 5;

const base = "/api/v1/store/onboarding/step";

/** Stores that have a large feed to import, two for each round. */
async function openShops(place: Place, address: string, feed: FeedFile): Promise<StoreOwner[]> {
  const shops: StoreOwner[] = [];
  for (let at = 0; at < 2 * (rounds + 1); at++) {
    const owner = await newCaller(request, address);
    place.onEnd(() => owner.dispose());
    const shop = await bringStoreTo(await signUpStore(owner), "product_import", place.env.SANDBOX_URL ?? "");
    await post(owner, `${base}/product-import`, { ...answers.productImport(""), csv_url_fr: feed.url });
    shops.push(shop);
  }
  return shops;
}

/** Starts an import that goes on while `work` is done, and waits for its end. Throws if it ended before. */
async function duringImport<T>({ request: owner }: StoreOwner, work: () => Promise<T>): Promise<T> {
  const { job_id } = await post(owner, `${base}/order-sync/trigger`, answers.orderSync, 202);
  const isOver = async () =>
    (await dataOf(await owner.get(`${base}/order-sync/progress/${job_id}`, { maxRetries: 2 }))).ended_at !== null;
  const done = await work();
  if (await isOver()) throw new Error("The import was over before the watchers were.");
  while (!(await isOver())) await new Promise(resolve => setTimeout(resolve, 500));
  return done;
}

function takeShop(shops: StoreOwner[]): StoreOwner {
  const shop = shops.pop();
  if (!shop) throw new Error("There is no store left.");
  return shop;
}

const repeat = (calls: readonly Call[], count: number): Call[] =>
  Array.from({ length: count }, (_, at) => calls[at % calls.length] as Call);

const bench: Bench<"ours" | "floor" | "importing" | "agents", keyof Load> = {
  name: "progress",
  work: `${watchers} owners ask how far their import is: as many as can be answered over ${connections} connections, then ${rate} a second while a feed of 100,000 products is imported; and as many agents ask how their sync stands, ${agentRate} a second, meanwhile`,
  rounds,
  goals: [
    { title: "answers a second, ours ÷ floor", value: at => at.ours.perSecond / at.floor.perSecond, atLeast: 0.6 },
    { title: `p95 at ${rate} a second with an import running, ms`, value: at => at.importing.p95, atMost: 100 },
    {
      title: `p95 of agents at ${agentRate} a second with an import running, ms`,
      value: at => at.agents.p95,
      atMost: 300,
    },
  ],
  async setUp(place) {
    const watching = await writeWatchers(watchers, place.env);
    const agents = await writeAgentWatchers(watchers, place.env);
    await closeDatabase();
    const copy = await place.copyDatabase();
    const feed = await openFeed(place, 100_000);
    const origins = { OUTBOUND_PRIVATE_ORIGINS: `${place.env.OUTBOUND_PRIVATE_ORIGINS},${new URL(feed.url).origin}` };
    const { address } = await place.startProduct(origins);
    const floor = await place.startFloor(copy);
    const shops = await openShops(place, address, feed);
    const ours = watching.map(({ call }) => call);
    const theirs = watching.map(({ jobId }) => ({ path: `/progress?job=${jobId}`, headers: {} }));
    return {
      runs: {
        ours: () => sendAll(address, repeat(ours, perRound), connections),
        floor: () => sendAll(floor.address, repeat(theirs, perRound), connections),
        importing: () => duringImport(takeShop(shops), () => sendAtRate(address, repeat(ours, rate * seconds), rate)),
        agents: () =>
          duringImport(takeShop(shops), () => sendAtRate(address, repeat(agents, agentRate * seconds), agentRate)),
      },
    };
  },
};

export default bench;
