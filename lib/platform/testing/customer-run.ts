import { afterAll, vi } from "vitest";
import { clientSecret, tenants } from "@/lib/customers/sandbox/tenants";
import { zuoraSandbox } from "@/lib/customers/sandbox/zuora";
import type { NewCustomer } from "@/lib/customers/schema";
import { createCustomer } from "@/lib/customers/service/create-customer";
import { customerOnboarding } from "@/lib/customers/steps";
import { createStaff } from "../auth/staff";
import { transaction } from "../db";
import { run } from "../flow/run";
import type { Fault } from "../sandbox/faults";
import { listen, sandboxState } from "../sandbox/server";
import { serveCustomerApi } from "./customer-api";
import type { OwnApi } from "./own-api";

/** A Zuora of a test's own: `fail` spoils calls of an operation, `count` tells how many there were, `changes` is what becomes of single workflows. */
export type SandboxZuora = {
  url: string;
  fail: (operation: string, fault: Fault, times?: number) => void;
  mend: () => void;
  count: (operation?: string) => number;
  changes: Map<string, Record<string, unknown> | null>;
  /** Our own API, as far as the steps ask it. */
  api: OwnApi;
};

/** Opens a Zuora with little in it, which customers of this test may be at; call it before anything reads the environment. */
export async function openSandboxZuora({ workflows = 6, tasks = 3 } = {}): Promise<SandboxZuora> {
  const state = sandboxState(0);
  const upstream = zuoraSandbox({ workflows, tasks });
  const { url, close } = await listen(state, [upstream], { host: "127.0.0.1", port: 0 });
  vi.stubEnv("OUTBOUND_PRIVATE_ORIGINS", url);
  vi.stubEnv("ZUORA_EXTRA_BASE_URLS", `${url}/zuora`);
  afterAll(close);
  // The last of the steps asks our own API.
  const api = await serveCustomerApi();
  return {
    url: `${url}/zuora`,
    fail: (operation, fault, times) => state.faults.add({ upstream: "zuora", operation, fault, times, after: 0 }),
    mend: () => state.faults.clear(),
    count: operation => state.calls.list("zuora", operation ?? null).length,
    api,
    changes: upstream.changes ?? new Map(),
  };
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

/** A customer on its way aboard. */
export type CustomerRun = { customerId: number; onboardingId: number; jobId: number };

let customers = 0;

/** Makes a customer at a tenant of the sandbox, which begins its onboarding. */
export async function newCustomer(
  actor: Staff,
  zuora: Pick<SandboxZuora, "url">,
  { tenant = 1, ...changed }: Partial<NewCustomer> & { tenant?: number } = {},
): Promise<CustomerRun> {
  const name = `Customer ${++customers}`;
  const client = { zuoraBaseUrl: zuora.url, zuoraClientId: clientOf(tenant), zuoraClientSecret: goodSecret };
  const contactEmail = `contact${customers}@example.com`;
  const made = await createCustomer({ name, contactEmail, ...client, ...changed }, actor, "192.0.2.1");
  const { id: onboardingId } = await transaction("system", tx =>
    tx.onboarding.findFirstOrThrow({ where: { customerId: made.id }, select: { id: true } }),
  );
  return { customerId: made.id, onboardingId, jobId: made.jobId };
}

/** Runs what is left, as a worker does. */
export const workOff = ({ onboardingId }: Pick<CustomerRun, "onboardingId">): Promise<void> =>
  run(customerOnboarding, onboardingId, { signal: new AbortController().signal, holdsJob: true });

const mostRounds = 12;

/** Runs a customer until it has ended or waits: what is to be tried again is due at once. */
export async function workToEnd(at: Pick<CustomerRun, "onboardingId">): Promise<void> {
  for (let round = 0; round < mostRounds; round++) {
    await workOff(at);
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
