import { findToken } from "@/lib/customers/client/token-cache";
import { findBaseUrl } from "@/lib/customers/client/zuora-hosts";
import { clientSecret, tenants } from "@/lib/customers/sandbox/tenants";
import { createCustomer } from "@/lib/customers/service/create-customer";
import { customerOnboarding } from "@/lib/customers/steps";
import { closeDatabase, transaction } from "@/lib/platform/db";
import { run } from "@/lib/platform/flow/run";
import { closeSender } from "@/lib/platform/jobs/queue";
import { closeUpstreams } from "@/lib/platform/outbound/guarded";
import { withConnection } from "@/lib/platform/testing/database";
import type { Bench } from "./harness/bench";
import { copyWorkflows } from "./harness/copy-workflows";

const rounds = 7;
// As far away as the sandbox always is; the true Zuora is much farther, and then the ratio is smaller still.
const latencyMs = 15;
const sizes = { workflows: 100, tasks: 20 };

type Admin = { id: number; roles: { role: "admin" }[] };
type Customer = { id: number; onboardingId: number; runId: number };
type Place = Parameters<Bench["setUp"]>[0];

const clientAt = ({ env }: Place) => ({
  ...{ baseUrl: findBaseUrl(env.ZUORA_EXTRA_BASE_URLS ?? ""), clientId: tenants[0]?.clientId ?? "", clientSecret },
});

/** Who makes the customers, and is told how their first run ended. */
const newAdmin = () =>
  transaction("system", async tx => {
    const data = { phoneNumber: "+352621000001", roles: { create: { role: "admin" as const } } };
    const { id } = await tx.user.create({ data, select: { id: true } });
    return { id, roles: [{ role: "admin" as const }] };
  });

/** A customer of whom everything is done but the sync. */
async function newCustomer(place: Place, admin: Admin): Promise<Customer> {
  const { baseUrl, clientId } = clientAt(place);
  const client = { zuoraBaseUrl: baseUrl ?? "", zuoraClientId: clientId, zuoraClientSecret: clientSecret };
  const input = { name: "Bench", contactEmail: "bench@example.com", ...client };
  const { id, jobId: runId } = await createCustomer(input, admin, "127.0.0.1");
  return transaction("system", async tx => {
    const { id: onboardingId } = await tx.onboarding.findUniqueOrThrow({ where: { customerId: id } });
    await tx.$executeRaw`
      UPDATE onboarding_step SET state = 'done', started_at = now(), ended_at = now()
      WHERE onboarding_id = ${onboardingId} AND parent IS NOT NULL AND step <> 'workflow_sync'`;
    return { id, onboardingId, runId };
  });
}

/** A sync as a worker does it once it has the job, in seconds. */
async function syncFully({ onboardingId, runId }: Customer): Promise<number> {
  const began = performance.now();
  await run(customerOnboarding, onboardingId, { signal: new AbortController().signal, holdsJob: false });
  const seconds = (performance.now() - began) / 1000;
  const { status, parts } = await transaction("system", tx =>
    tx.onboardingRun.findUniqueOrThrow({ where: { id: runId } }),
  );
  if (status !== "complete") throw new Error(`The sync ended as ${status}: ${JSON.stringify(parts)}`);
  return seconds;
}

/** Gives the floor a customer of the same number, which is all that it needs. */
const writeCustomer = (databaseUrl: string, id: number) =>
  withConnection(databaseUrl, async client => {
    await client.query("SET ROLE gangway_system");
    await client.query("INSERT INTO customer (id, name, created_at, updated_at) VALUES ($1, 'Floor', now(), now())", [
      id,
    ]);
  });

const written = [
  "first_seen_at",
  "changed_at",
  "synced_at",
  "exported_at",
  "export_digest",
  "content",
  "id",
  "workflow_id",
];

/** What a sync has left of a customer: how many rows, and a digest of them without numbers and times; exports are closed with a nonce of their own. */
const digestOf = (databaseUrl: string, customerId: number) =>
  withConnection(databaseUrl, async client => {
    await client.query("SET ROLE gangway_system");
    const digests: string[] = [];
    for (const table of ["workflow", "workflow_export", "workflow_task", "workflow_linkage"]) {
      const { rows } = await client.query(
        `SELECT count(*)::int AS rows, md5(string_agg(line, ',' ORDER BY line COLLATE "C")) AS digest FROM (
          SELECT w.zuora_id || (to_jsonb(t) - $2::text[])::text AS line FROM ${table} t
          JOIN workflow w ON w.id = ${table === "workflow" ? "t.id" : "t.workflow_id"} WHERE t.customer_id = $1) lines`,
        [customerId, written],
      );
      digests.push(`${table} ${JSON.stringify(rows[0])}`);
    }
    return digests.join("\n");
  });

async function requireSame(ours: string, floor: string, customerId: number): Promise<void> {
  const [left, right] = [await digestOf(ours, customerId), await digestOf(floor, customerId)];
  if (left !== right) throw new Error(`The floor leaves other rows: ${left}\nand\n${right}`);
}

const bench: Bench<"ours" | "floor", "seconds"> = {
  name: "zuora",
  work: `a customer's first sync of ${sizes.workflows} workflows with exports of ${sizes.tasks} tasks, from Zuora's API, ${latencyMs} ms away, to tables; from the moment a worker has its job`,
  rounds,
  goals: [{ title: "seconds, ours ÷ floor", value: at => at.ours.seconds / at.floor.seconds, atMost: 1.5 }],
  async setUp(place) {
    const own = place.env.DATABASE_URL ?? "";
    const copy = await place.copyDatabase();
    await place.startSandbox({ SANDBOX_LATENCY_MS: String(latencyMs), SANDBOX_ZUORA: JSON.stringify(sizes) });
    place.onEnd(async () => {
      await closeUpstreams();
      await closeSender();
      await closeDatabase();
    });
    const { baseUrl, clientId } = clientAt(place);
    if (!baseUrl) throw new Error("The sandbox's Zuora may not be called.");
    const { token } = await findToken({ baseUrl, clientId, clientSecret });
    const admin = await newAdmin();
    let customer: Customer;
    return {
      runs: {
        ours: async () => {
          customer = await newCustomer(place, admin);
          return { seconds: await syncFully(customer) };
        },
        floor: async () => {
          const { id: customerId, runId } = customer;
          await writeCustomer(copy, customerId);
          const seconds = await copyWorkflows(copy, { customerId, runId, zuora: new URL(baseUrl), token });
          await requireSame(own, copy, customerId);
          return { seconds };
        },
      },
    };
  },
};

export default bench;
