import { afterAll, vi } from "vitest";
import { clientSecret, tenants } from "@/lib/customers/sandbox/tenants";
import { workflowId } from "@/lib/customers/sandbox/workflows";
import { zuoraSandbox } from "@/lib/customers/sandbox/zuora";
import type { NewCustomer } from "@/lib/customers/schema/customer";
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
import { listen, type SandboxState, sandboxState } from "../sandbox/server";
import { serveCustomerApi } from "./customer-api";
import type { OwnApi } from "./own-api";
import { deliverTestAlert, takeTestAlerts } from "./test-alerts";

type Wire = Record<string, unknown>;

/**
 * A Zuora of a test's own: `change` makes something else of a workflow by its place in the list, or takes it out; `fail` spoils calls of an operation, so many
 * `times` and not before so many have come through; `count` tells how many calls there were; `forgive` takes what spoils them away, `mend` what was changed too.
 */
export type Zuora = {
  url: string;
  change: (at: number, to: Wire | null) => void;
  restore: (at: number) => void;
  fail: (operation: string, fault: Fault, times?: number, more?: { after?: number }) => void;
  forgive: () => void;
  mend: () => void;
  count: (operation?: string) => number;
};

/** The same, with our own API as far as the steps ask it. */
export type SandboxZuora = Zuora & {
  api: OwnApi;
  /** The mail server that test alerts arrive at. */
  mails: SandboxState;
};

const untilSync = ["customer_record", "credential_validation", "workflow_sync"];
let endsWithSync = true;
/** Takes the steps after the sync away, which ask our own API: the onboarding is as one was that is older than they are. */
const cutAfterSync = (onboardingId: number) =>
  transaction("system", tx =>
    tx.onboardingStep.deleteMany({ where: { onboardingId, parent: { not: null }, step: { notIn: untilSync } } }),
  );

/** Opens a Zuora with little in it, which customers of this test may be at, whose onboarding ends with the sync; call it before anything reads the environment. */
export async function openZuora({ workflows = 6, tasks = 3 } = {}): Promise<Zuora> {
  const state = sandboxState(0);
  const upstream = zuoraSandbox({ workflows, tasks });
  const changes = upstream.changes ?? new Map();
  const { url, close } = await listen(state, [upstream], { host: "127.0.0.1", port: 0 });
  vi.stubEnv("OUTBOUND_PRIVATE_ORIGINS", url);
  vi.stubEnv("ZUORA_EXTRA_BASE_URLS", `${url}/zuora`);
  afterAll(close);
  return {
    url: `${url}/zuora`,
    change: (at, to) => void changes.set(String(workflowId(at)), to),
    restore: at => void changes.delete(String(workflowId(at))),
    fail: (operation, fault, times, { after = 0 } = {}) =>
      state.faults.add({ upstream: "zuora", operation, fault, times, after }),
    forgive: () => state.faults.clear(),
    mend: () => {
      changes.clear();
      state.faults.clear();
    },
    count: operation => state.calls.list("zuora", operation ?? null).length,
  };
}

/** The same for onboardings with all their steps. */
export async function openSandboxZuora(sizes: Parameters<typeof openZuora>[0] = {}): Promise<SandboxZuora> {
  const zuora = await openZuora(sizes);
  endsWithSync = false;
  // A step asks our own API, and the last one waits for a mail.
  return { ...zuora, api: await serveCustomerApi(), mails: await takeTestAlerts() };
}

/** The OAuth client of a tenant of the sandbox, by the end of its number. */
export const clientOf = (number: number): string => tenants.find(one => one.number === 10_000 + number)?.clientId ?? "";

/** The secret of every client of the sandbox. */
export const goodSecret = clientSecret;

/** Somebody of the staff, as a session knows them. */
export type Staff = { id: number; email: string; roles: { role: "admin" | "operator" }[] };

let people = 0;
/** Makes somebody of the staff who can be written to. */
export async function newStaff(role: "admin" | "operator" = "admin"): Promise<Staff> {
  const number = ++people;
  const email = `staff${number}@example.com`;
  const phoneNumber = `+35262100${String(1000 + number)}`;
  const id = await transaction("system", tx => createStaff(tx, { phoneNumber, role, name: `Staff ${number}`, email }));
  return { id, email, roles: [{ role }] };
}

/** A customer on its way aboard, or in the middle of a sync. */
export type CustomerRun = { customerId: number; onboardingId: number; jobId: number };

let customers = 0;
/** Makes a customer at a tenant of the sandbox, which begins its onboarding. */
export async function newCustomer(
  actor: Staff,
  zuora: Pick<Zuora, "url">,
  { tenant = 1, ...changed }: Partial<NewCustomer> & { tenant?: number } = {},
): Promise<CustomerRun> {
  const name = `Customer ${++customers}`;
  const client = { zuoraBaseUrl: zuora.url, zuoraClientId: clientOf(tenant), zuoraClientSecret: goodSecret };
  const contactEmail = `contact${customers}@example.com`;
  const made = await createCustomer({ name, contactEmail, ...client, ...changed }, actor, "192.0.2.1");
  const { id: onboardingId } = await transaction("system", tx =>
    tx.onboarding.findFirstOrThrow({ where: { customerId: made.id }, select: { id: true } }),
  );
  if (endsWithSync) await cutAfterSync(onboardingId);
  return { customerId: made.id, onboardingId, jobId: made.jobId };
}

/** Begins the next sync of a customer. */
export const beginSync = (
  { customerId, onboardingId }: Omit<CustomerRun, "jobId">,
  asked?: { workflowId?: number; acceptsDeletions?: boolean },
): Promise<CustomerRun> =>
  transaction({ customer: customerId }, async tx => {
    const onboarding = await lockOnboarding(tx, "customer", customerId);
    const redo = { only: ["workflow_sync"] };
    const { jobId } = await beginRun(tx, {
      ...{ onboarding, customerId, trigger: "sync", redo },
      ...(asked ? { asked } : {}),
    });
    return { customerId, onboardingId, jobId };
  });

type Onboarded = Pick<CustomerRun, "onboardingId">;

/** Runs what is left, as a worker does. */
export const workOff = ({ onboardingId }: Onboarded): Promise<void> =>
  run(customerOnboarding, onboardingId, { signal: new AbortController().signal, holdsJob: true });

const mostRounds = 12;
/** Runs a customer until it has ended or waits: what is to be tried again is due at once. */
export async function workToEnd(at: Onboarded): Promise<void> {
  for (let round = 0; round < mostRounds; round++) {
    await workOff(at);
    if (!endsWithSync) await deliverTestAlert(at);
    const open = await transaction("system", async tx => {
      await tx.$executeRaw`UPDATE onboarding_step SET next_attempt_at = now() WHERE onboarding_id = ${at.onboardingId} AND state = 'retrying'`;
      return tx.onboardingRun.count({
        where: { onboardingId: at.onboardingId, endedAt: null, status: { not: "waiting" } },
      });
    });
    if (open === 0) return;
  }
  throw new Error("the run does not end");
}

/** Says of all that a worker holds that it has been silent for so long that another one may take it over. */
export const silence = ({ onboardingId }: Onboarded) =>
  transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE onboarding_step SET heartbeat_at = now() - interval '20 s' WHERE onboarding_id = ${onboardingId} AND state = 'running'`,
  );

/** Runs the sync of a run as its next worker, who calls `afterPage` with the number of each page that was committed, and leaves off without an ending. */
export async function runSync(at: CustomerRun, afterPage: (number: number) => Promise<unknown>): Promise<unknown> {
  const { customerId, onboardingId, jobId: runId } = at;
  const scope = { customer: customerId };
  await silence(at);
  const claim = await claimStep(scope, { onboardingId, runId, step: "workflow_sync", holdsJob: true });
  const part = partsOf(customerOnboarding).find(({ id }) => id === "workflow_sync");
  if (!claim || !part) throw new Error("the sync cannot be claimed");
  let pages = 0;
  const { signal } = new AbortController();
  return part.run({
    ...{ subjectId: customerId, onboardingId, runId, cursor: claim.cursor, signal },
    page: async (progress, write) => {
      await commitPage(scope, claim, progress, write);
      await afterPage(++pages);
    },
  });
}

/** A part of an onboarding as the tables have it. */
export const partOf = ({ onboardingId }: Onboarded, step = "workflow_sync") =>
  transaction("system", tx => tx.onboardingStep.findFirstOrThrow({ where: { onboardingId, step } }));

/** What the last sync of a customer came to. */
export const reportOf = async (at: Onboarded): Promise<SyncReport> => SyncReport.parse((await partOf(at)).result);

/** Begins a sync, runs it to its end and answers what it came to. */
export async function syncAgain(
  at: Omit<CustomerRun, "jobId">,
  asked?: Parameters<typeof beginSync>[1],
): Promise<SyncReport> {
  await workToEnd(await beginSync(at, asked));
  return reportOf(at);
}
