import { setTimeout as sleep } from "node:timers/promises";
import { request } from "@playwright/test";
import { bringStoreTo, newCaller, post, type StoreOwner, signUpStore } from "@/e2e/people";
import { closeDatabase, transaction } from "@/lib/platform/db";
import { withConnection } from "@/lib/platform/testing/database";
import type { Bench } from "./harness/bench";
import { copyOrders } from "./harness/copy-orders";

const shipments = 10_000;
const rounds = 5;
const wanted = { days_back: 90, include_products: false };

type Imported = { seconds: number; storeId: number; since: Date };

/** An import from the moment its owner asks for it until its run is over. */
async function importOrders({ request: owner }: StoreOwner): Promise<Imported> {
  const began = performance.now();
  const { job_id: id } = await post(owner, "/api/v1/store/onboarding/step/order-sync/trigger", wanted, 202);
  for (;;) {
    const select = { endedAt: true, status: true, storeImport: { select: { storeId: true, since: true } } };
    const run = await transaction("system", tx => tx.onboardingRun.findUniqueOrThrow({ where: { id }, select }));
    const seconds = (performance.now() - began) / 1000;
    const { storeId, since } = run.storeImport ?? {};
    if (run.status === "complete" && storeId && since) return { seconds, storeId, since };
    if (run.endedAt) throw new Error(`The import ended as ${run.status}.`);
    await sleep(25);
  }
}

/** Gives the floor a store of the same number, which is all that it needs. */
const writeStore = (databaseUrl: string, storeId: number) =>
  withConnection(databaseUrl, async client => {
    await client.query("SET ROLE gangway_system");
    await client.query(
      "INSERT INTO stores (id, code, name, owner_name, email, phone_number) VALUES ($1, $2, 'Floor', 'Owner', 'owner@example.com', '+352621000000')",
      [storeId, `FLOOR${storeId}`],
    );
  });

/** What an import has left of a store's orders. */
const digestOf = (databaseUrl: string, storeId: number) =>
  withConnection(databaseUrl, async client => {
    await client.query("SET ROLE gangway_system");
    const { rows } = await client.query(
      `SELECT count(DISTINCT o.id) AS orders, count(*) AS lines, sum(l.quantity) AS pieces,
        md5(string_agg((to_jsonb(o) - ARRAY['id', 'store_id'])::text || (to_jsonb(l) - ARRAY['id', 'store_id', 'order_id'])::text, ','
          ORDER BY o.external_shipment_id, l.external_variant_id)) AS digest
        FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.store_id = $1`,
      [storeId],
    );
    return JSON.stringify(rows[0]);
  });

async function requireSame(ours: string, floor: string, storeId: number): Promise<void> {
  const left = [await digestOf(ours, storeId), await digestOf(floor, storeId)];
  if (left[0] !== left[1]) throw new Error(`The floor does other work than we: ${left.join(" and ")}`);
}

const bench: Bench<"ours" | "floor", "seconds"> = {
  name: "orders",
  work: `${shipments} shipments of 3 pieces from Letzshop's API to orders and lines, counted first and with progress; for a store that has none`,
  rounds,
  goals: [{ title: "seconds, ours ÷ floor", value: at => at.ours.seconds / at.floor.seconds, atMost: 1.5 }],
  async setUp(place) {
    const own = place.env.DATABASE_URL ?? "";
    const copy = await place.copyDatabase();
    const { address } = await place.startProduct({
      SANDBOX_SHIPMENTS: String(shipments),
      SANDBOX_PIECES: "3",
      SANDBOX_LATENCY_MS: "0",
    });
    place.onEnd(closeDatabase);
    const owners: StoreOwner[] = [];
    for (let round = 0; round <= rounds; round++) {
      const owner = await newCaller(request, address);
      place.onEnd(() => owner.dispose());
      owners.push(await bringStoreTo(await signUpStore(owner), "order_sync", place.env.SANDBOX_URL ?? ""));
    }
    let last: Imported;
    return {
      runs: {
        ours: async () => {
          const owner = owners.pop();
          if (!owner) throw new Error("There is no store left.");
          last = await importOrders(owner);
          return { seconds: last.seconds };
        },
        floor: async () => {
          await writeStore(copy, last.storeId);
          const seconds = await copyOrders(copy, last.storeId, new URL(place.env.LETZSHOP_API_URL ?? ""), last.since);
          await requireSame(own, copy, last.storeId);
          return { seconds };
        },
      },
    };
  },
};

export default bench;
