import { afterAll, vi } from "vitest";
import { clientSecret, tenants, type ZuoraSizes } from "@/lib/customers/sandbox/tenants";
import { workflowId } from "@/lib/customers/sandbox/workflows";
import { zuoraSandbox } from "@/lib/customers/sandbox/zuora";
import type { Configuration } from "@/lib/customers/schema";
import { beginRun } from "@/lib/customers/service/begin-run";
import { createCustomer } from "@/lib/customers/service/create-customer";
import { customerOnboarding } from "@/lib/customers/steps";
import { SyncReport } from "@/lib/customers/view/sync-report";
import { createStaff } from "../auth/staff";
import { transaction } from "../db";
import { lockOnboarding } from "../flow/advance";
import { claimStep, commitPage } from "../flow/claim";
import { run } from "../flow/run";
import { partsOf } from "../flow/step";
import type { Fault } from "../sandbox/faults";
import { listen, sandboxState } from "../sandbox/server";
import { serveCustomerApi } from "./customer-api";

type Wire = Record<string, unknown>;

/** A Zuora of a test's own: `change` makes something else of a workflow by its place in the list, or takes it out; `fail` spoils calls of an operation, `count` tells how many there were. */
export type SandboxZuora = {
  url: string;
  baseUrl: string;
  change: (at: number, to: Wire | null) => void;
  restore: (at: number) => void;
  fail: (operation: string, fault: Fault, more?: { times?: number; after?: number }) => void;
  mend: () => void;
  count: (operation: string) => number;
};

/** Opens a Zuora and allows this test's customers to have their tenants there; call it before anything reads the environment. */
export async function openSandboxZuora(sizes: Partial<ZuoraSizes> = {}, { latencyMs = 0 } = {}): Promise<SandboxZuora> {
  const state = sandboxState(latencyMs);
  const upstream = zuoraSandbox({ workflows: 12, tasks: 3, ...sizes });
  const changes = upstream.changes as Map<string, Wire | null>;
  const { url, close } = await listen(state, [upstream], { host: "127.0.0.1", port: 0 });
  vi.stubEnv("OUTBOUND_PRIVATE_ORIGINS", url);
  vi.stubEnv("ZUORA_EXTRA_BASE_URLS", `${url}/zuora`);
  afterAll(close);
  // The last of the steps asks our own API.
  await serveCustomerApi();
  return {
    ...{ url, baseUrl: `${url}/zuora` },
    change: (at, to) => void changes.set(String(workflowId(at)), to),
    restore: at => void changes.delete(String(workflowId(at))),
    fail: (operation, fault, { times, after = 0 } = {}) =>
      state.faults.add({ upstream: "zuora", operation, fault, times, after }),
    mend: () => {
      changes.clear();
      state.faults.clear();
    },
    count: operation => state.calls.list("zuora", operation).length,
  };
}

let madeAdmin: Promise<number> | undefined;
const findAdmin = async () => {
  const alex = { phoneNumber: "+352621000001", role: "admin", name: "Alex Admin" } as const;
  madeAdmin ??= transaction("system", tx => createStaff(tx, alex));
  return { id: await madeAdmin, roles: [{ role: "admin" }] };
};

/** A customer in the middle of a run. */
export type CustomerRun = { customerId: number; onboardingId: number; runId: number };

/** Who a test's customers have a client of, and how they are synced. */
type NewCustomer = { tenant?: number; secret?: string; configuration?: Partial<Configuration> };

/** The client of a tenant, as an admin types it. */
export const clientOf = (zuora: Pick<SandboxZuora, "baseUrl">, tenant = 10_001, secret = clientSecret) => ({
  zuoraBaseUrl: zuora.baseUrl,
  zuoraClientId: tenants.find(({ number }) => number === tenant)?.clientId ?? "",
  zuoraClientSecret: secret,
});

/** Makes a customer, whose onboarding begins. */
export async function newCustomerRun(
  zuora: Pick<SandboxZuora, "baseUrl">,
  { tenant, secret, configuration }: NewCustomer = {},
): Promise<CustomerRun> {
  const input = { name: "Acme", contactEmail: "ops@example.com", ...clientOf(zuora, tenant, secret), configuration };
  const { id: customerId, jobId: runId } = await createCustomer(input, await findAdmin(), "127.0.0.1");
  const { id: onboardingId } = await transaction("system", tx =>
    tx.onboarding.findUniqueOrThrow({ where: { customerId }, select: { id: true } }),
  );
  return { customerId, onboardingId, runId };
}

/** Begins the next sync of a customer. */
export const beginSync = (
  { customerId, onboardingId }: Omit<CustomerRun, "runId">,
  asked?: { workflowId?: number; acceptsDeletions?: boolean },
): Promise<CustomerRun> =>
  transaction({ customer: customerId }, async tx => {
    const onboarding = await lockOnboarding(tx, "customer", customerId);
    const redo = { only: ["workflow_sync"] };
    const { jobId: runId } = await beginRun(tx, {
      ...{ onboarding, customerId, trigger: "sync", redo },
      ...(asked ? { asked } : {}),
    });
    return { customerId, onboardingId, runId };
  });

/** Runs what is left, as a worker does. */
export const workOff = ({ onboardingId }: Pick<CustomerRun, "onboardingId">): Promise<void> =>
  run(customerOnboarding, onboardingId, { signal: new AbortController().signal, holdsJob: true });

const mostRounds = 12;

/** Runs a run to its end: what is to be tried again is due at once. Calls `between` after each go. */
export async function workToEnd(at: CustomerRun, between: () => Promise<unknown> = async () => undefined) {
  for (let round = 0; round < mostRounds; round++) {
    await workOff(at);
    await between();
    const { endedAt } = await transaction("system", async tx => {
      await tx.$executeRaw`UPDATE onboarding_step SET next_attempt_at = now() WHERE onboarding_id = ${at.onboardingId} AND state = 'retrying'`;
      return tx.onboardingRun.findUniqueOrThrow({ where: { id: at.runId }, select: { endedAt: true } });
    });
    if (endedAt) return;
  }
  throw new Error("the run does not end");
}

/** Says of all that a worker holds that it has been silent for so long that another one may take it over. */
export const silence = ({ onboardingId }: Pick<CustomerRun, "onboardingId">) =>
  transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE onboarding_step SET heartbeat_at = now() - interval '20 s' WHERE onboarding_id = ${onboardingId} AND state = 'running'`,
  );

/** Runs the sync of a run as its next worker, who calls `afterPage` with the number of each page that was committed, and leaves off without an ending. */
export async function runSync(at: CustomerRun, afterPage: (number: number) => Promise<unknown>): Promise<unknown> {
  const scope = { customer: at.customerId };
  await silence(at);
  const claim = await claimStep(scope, { ...at, step: "workflow_sync", holdsJob: true });
  const part = partsOf(customerOnboarding).find(({ id }) => id === "workflow_sync");
  if (!claim || !part) throw new Error("the sync cannot be claimed");
  let pages = 0;
  const { signal } = new AbortController();
  return part.run({
    ...{ subjectId: at.customerId, onboardingId: at.onboardingId, runId: at.runId, cursor: claim.cursor, signal },
    page: async (progress, write) => {
      await commitPage(scope, claim, progress, write);
      await afterPage(++pages);
    },
  });
}

/** A part of a customer's onboarding as the tables have it. */
export const partOf = ({ onboardingId }: Pick<CustomerRun, "onboardingId">, step = "workflow_sync") =>
  transaction("system", tx => tx.onboardingStep.findFirstOrThrow({ where: { onboardingId, step } }));

/** What the last sync of a customer came to. */
export const reportOf = async (at: Pick<CustomerRun, "onboardingId">): Promise<SyncReport> =>
  SyncReport.parse((await partOf(at)).result);

/** Begins a sync, runs it to its end and answers what it came to. */
export async function syncAgain(
  at: Omit<CustomerRun, "runId">,
  asked?: Parameters<typeof beginSync>[1],
): Promise<SyncReport> {
  await workToEnd(await beginSync(at, asked));
  return reportOf(at);
}

const readWire = async (url: string, init: RequestInit): Promise<Wire> =>
  (await (await fetch(url, init)).json()) as Wire;
const listOf = (wire: Wire, key: string) => wire[key] as Wire[];
const pixels = (wire: Wire) => [wire.left, wire.top].map(told => Number.parseFloat(String(told)));

const toldTask = ({ id, name, action_type: kind, object, css }: Wire) =>
  [id, name, kind, object, ...pixels(css as Wire)].join(" ");
const toldLinkage = ({ source_task_id: from, target_task_id: to, linkage_type: type }: Wire) =>
  [from, to, type].join(" ");

const toldWorkflow = (wire: Wire, content: Wire | null) => ({
  ...{ name: wire.name, description: wire.description ?? null, isActive: wire.status === "Active" },
  ...{ version: (wire.active_version as Wire | null)?.version ?? null },
  ...{ interval: wire.interval || null, timezone: wire.timezone ?? null },
  triggers: ["ondemand", "callout", "scheduled"].filter(name => wire[`${name}Trigger`] === true),
  updatedAt: new Date(String(wire.updatedAt)).toISOString(),
  tasks: (content ? listOf(content, "tasks") : []).map(toldTask).sort(),
  linkages: (content ? listOf(content, "linkages") : []).map(toldLinkage),
});

/** A workflow as Zuora and our tables both tell of it. */
export type ToldWorkflow = ReturnType<typeof toldWorkflow>;

/** All workflows of a tenant by their ids, as Zuora tells whoever asks it without us. */
export async function worldOf(
  { baseUrl }: Pick<SandboxZuora, "baseUrl">,
  { tenant = 10_001, withExports = true } = {},
): Promise<Record<string, ToldWorkflow>> {
  const { zuoraClientId, zuoraClientSecret } = clientOf({ baseUrl }, tenant);
  const form = { grant_type: "client_credentials", client_id: zuoraClientId, client_secret: zuoraClientSecret };
  const { access_token: token } = await readWire(`${baseUrl}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  const init = { headers: { authorization: `Bearer ${token}` } };
  const world: Record<string, ToldWorkflow> = {};
  for (let page = 1, isLast = false; !isLast; page++) {
    const list = await readWire(`${baseUrl}/workflows?page_length=50&page=${page}`, init);
    isLast = (list.pagination as Wire).next_page === undefined;
    for (const wire of listOf(list, "data"))
      world[String(wire.id)] = toldWorkflow(
        wire,
        withExports ? await readWire(`${baseUrl}/workflows/${wire.id}/export`, init) : null,
      );
  }
  return world;
}

/** The same as the tables of a customer have it. */
export async function keptOf({ customerId }: Pick<CustomerRun, "customerId">): Promise<Record<string, ToldWorkflow>> {
  const rows = await transaction({ customer: customerId }, tx =>
    tx.workflow.findMany({
      where: { customerId },
      include: { tasks: true, linkages: { orderBy: { position: "asc" } } },
    }),
  );
  return Object.fromEntries(
    rows.map(({ zuoraId, tasks, linkages, zuoraUpdatedAt, ...row }) => [
      zuoraId,
      {
        ...{ name: row.name, description: row.description, isActive: row.isActive, version: row.version },
        ...{ interval: row.interval, timezone: row.timezone, triggers: row.triggers },
        updatedAt: zuoraUpdatedAt?.toISOString() ?? "",
        tasks: tasks
          .map(one => [one.zuoraId, one.name, one.actionType, one.object, one.left, one.top].join(" "))
          .sort(),
        linkages: linkages.map(one => [one.fromTask, one.toTask, one.type].join(" ")),
      },
    ]),
  );
}

/** What this run, or all of them, found to be other than before, oldest first. */
export const changesOf = ({ customerId, runId }: Pick<CustomerRun, "customerId"> & { runId?: number }) =>
  transaction({ customer: customerId }, tx =>
    tx.workflowChange.findMany({
      where: { customerId, runId },
      orderBy: { id: "asc" },
      select: { zuoraId: true, change: true, fields: true },
    }),
  );
