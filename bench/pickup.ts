import { setTimeout as sleep } from "node:timers/promises";
import { request } from "@playwright/test";
import { PgBoss } from "pg-boss";
import { answers, bringStoreTo, newCaller, post, type StoreOwner, signUpStore } from "@/e2e/people";
import { closeDatabase, transaction } from "@/lib/platform/db";
import type { Bench } from "./harness/bench";
import type { Place } from "./harness/place";

const rounds = 11;

/** Asks for an import and answers when its first part began to run, in milliseconds from the asking, by the one clock of this machine. Then waits until the worker is idle again. */
async function pickUp({ request, code }: StoreOwner): Promise<number> {
  const since = Date.now();
  const { job_id } = await post(request, "/api/v1/store/onboarding/step/order-sync/trigger", answers.orderSync, 202);
  for (;;) {
    const [step] = await transaction(
      "system",
      tx => tx.$queryRaw<{ began: Date | null; isOver: boolean }[]>`
        SELECT s.started_at AS began, r.ended_at IS NOT NULL AS "isOver" FROM onboarding_run r
        JOIN onboarding_step s ON s.onboarding_id = r.onboarding_id AND s.step = 'orders' WHERE r.id = ${job_id}`,
    );
    if (step?.isOver && step.began) return step.began.getTime() - since;
    if (Date.now() - since > 60_000) throw new Error(`The import of ${code} does not end.`);
    await sleep(50);
  }
}

/** Opens a queue of pg-boss as our workers have it; answers what sends one job and tells how long it took to its handler, in milliseconds. */
async function openQueue(place: Place): Promise<() => Promise<number>> {
  const databaseUrl = await place.copyDatabase();
  const boss = new PgBoss({ connectionString: databaseUrl, useListenNotify: true });
  await boss.start();
  place.onEnd(() => boss.stop({ graceful: false }));
  await boss.createQueue("bench.pickup", { notify: true });
  let taken: () => void = () => undefined;
  const options = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 };
  await boss.work("bench.pickup", options, async () => taken());
  return async () => {
    await sleep(1000);
    const since = performance.now();
    const begun = new Promise<void>(resolve => {
      taken = resolve;
    });
    await boss.send("bench.pickup", {});
    await begun;
    return performance.now() - since;
  };
}

const bench: Bench<"ours" | "queue", "milliseconds"> = {
  name: "pickup",
  work: "from asking for an import to its first part, the worker idle; beside it pg-boss alone, from send to handler",
  rounds,
  goals: [{ title: "median, milliseconds", value: at => at.ours.milliseconds, atMost: 100 }],
  async setUp(place) {
    const viaQueue = await openQueue(place);
    const { address } = await place.startProduct();
    const owners: StoreOwner[] = [];
    for (let at = 0; at <= rounds; at++) {
      const owner = await newCaller(request, address);
      place.onEnd(() => owner.dispose());
      owners.push(await bringStoreTo(await signUpStore(owner), "order_sync", place.env.SANDBOX_URL ?? ""));
    }
    place.onEnd(closeDatabase);
    return {
      runs: {
        ours: async () => {
          const owner = owners.pop();
          if (!owner) throw new Error("There is no store left.");
          return { milliseconds: await pickUp(owner) };
        },
        queue: async () => ({ milliseconds: await viaQueue() }),
      },
    };
  },
};

export default bench;
