import { listPlanned as listOfAgents } from "./agents/queries/planned";
import { cancelSync } from "./agents/service/cancel-sync";
import { resumePausedAgent } from "./agents/service/pause-sync";
import { retryOnboarding as retryAgent } from "./agents/service/retry-sync";
import { agentOnboarding } from "./agents/steps";
import { listPlanned as listOfCustomers } from "./customers/queries/planned";
import { cancelCustomerRun } from "./customers/service/cancel-customer-run";
import { resumeCustomer, retryOnboarding as retryCustomer } from "./customers/service/retry-customer";
import { customerOnboarding } from "./customers/steps";
import { listPlanned as listOfMembers } from "./members/queries/planned";
import { memberOnboarding } from "./members/steps";
import type { SessionUser } from "./platform/auth/session";
import type { BulkActs } from "./platform/bulk/run";
import type { PlannedView } from "./platform/chores/view";
import { transaction } from "./platform/db";
import { AppError } from "./platform/errors";
import type { RunAgain } from "./platform/flow/schema";
import { attemptsOf as attemptsOfFlow, type Flow } from "./platform/flow/step";
import type { Kind } from "./platform/flow/subject";
import { getSubject } from "./platform/flow/subject-of";
import type { RunAgainView } from "./platform/flow/view";
import { practitionerOnboarding } from "./practitioners/steps";
import { listPlanned as listOfStores } from "./stores/queries/planned";
import type { StoreSkip } from "./stores/schema";
import { cancelOnboarding as cancelStore } from "./stores/service/cancel-import";
import { retryOnboarding as retryStore } from "./stores/service/retry-import";
import { resumeStore, skipStore } from "./stores/service/skip";
import { storeOnboarding } from "./stores/steps";

const flows: Record<Kind, Flow & { attempts?: number }> = {
  store: storeOnboarding,
  practitioner: practitionerOnboarding,
  member: memberOnboarding,
  agent: agentOnboarding,
  customer: customerOnboarding,
};

/** What is planned to begin by itself, of every kind. */
export const listPlanned = async (): Promise<PlannedView[]> =>
  (await Promise.all([listOfStores(), listOfAgents(), listOfMembers(), listOfCustomers()])).flat();

/** The steps of a kind in their order, a step with parts as its parts, each with what people read for it. */
export const stepsOf = (kind: Kind): { id: string; title: string }[] =>
  flows[kind].steps.flatMap(
    ({ id, title, parts }) => parts?.map(part => ({ id: part.id, title: part.title })) ?? [{ id, title }],
  );

/** How often a part of a kind is tried by itself before it has failed. */
export const attemptsOf = (kind: Kind): number => attemptsOfFlow(flows[kind]);

type Act = { actor: SessionUser; onboardingId: number };

// Of the others a worker runs nothing.
const hasRuns = (kind: Kind) => kind === "store" || kind === "agent" || kind === "customer";

/**
 * Runs an onboarding of any kind again for an admin: what failed, or more; of a run that goes on, what waits for its next try is tried at once. Throws
 * `not_found` where nothing runs by a worker, `illegal_transition`, and what refuses the words of another kind.
 */
export async function retryOnboarding({ actor, onboardingId }: Act, asked: RunAgain): Promise<RunAgainView> {
  const { kind, subjectId } = await getSubject(onboardingId);
  if (!hasRuns(kind)) throw new AppError("not_found");
  if (kind === "agent") return retryAgent({ actor, userId: subjectId, input: asked });
  if (kind === "customer")
    return { isHastened: false, ...(await retryCustomer({ customerId: subjectId, input: asked }, actor)) };
  return retryStore({ actor: { userId: actor.id }, onboardingId, input: asked });
}

/** Stops the run of an onboarding of any kind for an admin. Throws `not_found` and `illegal_transition`. */
export async function cancelOnboarding({ actor, onboardingId }: Act, reason?: string): Promise<{ jobId: number }> {
  const { kind, subjectId } = await getSubject(onboardingId);
  if (!hasRuns(kind)) throw new AppError("not_found");
  if (kind === "agent") return cancelSync(actor, { userId: subjectId }, reason);
  if (kind === "customer") return cancelCustomerRun({ customerId: subjectId, reason }, actor);
  return cancelStore({ actor: { userId: actor.id }, onboardingId, reason });
}

type Skipping = StoreSkip & { caller: { address: string; agent: string } };

/** Opens a store's gate before its set-up is through, for an admin; other kinds have none. Throws `not_found` and `illegal_transition`. */
export const skipOnboarding = ({ actor, onboardingId }: Act, { caller, ...input }: Skipping) =>
  skipStore({ actor, which: { id: onboardingId }, input, caller });

type Resuming = { reason?: string; caller: { address: string; agent: string } };

/** Ends what an onboarding of any kind waits for, for an admin: a store's skip or its wait for a key, an agent's pause, a customer's wait for credentials, which are tried again. Throws `not_found`, and `illegal_transition` where there is none. */
export async function resumeOnboarding({ actor, onboardingId }: Act, { reason, caller }: Resuming) {
  const { kind, subjectId } = await getSubject(onboardingId);
  if (kind === "agent") return resumePausedAgent(actor, { userId: subjectId, reason });
  if (kind === "customer") return resumeCustomer({ customerId: subjectId, reason }, actor);
  return resumeStore({ actor, which: { id: onboardingId }, input: { reason }, caller });
}

// What a store answers says nothing of its run.
const findOpenRun = (onboardingId: number): Promise<number | null> =>
  transaction("system", async tx => {
    const run = await tx.onboardingRun.findFirst({ where: { onboardingId, endedAt: null }, select: { id: true } });
    return run?.id ?? null;
  });

/** What a bulk job does with each of its onboardings: the same as by hand, and what that leaves in the audit trail. */
export const bulkActs: BulkActs = {
  act: async ({ action, actor, onboardingId, reason, until, bulkId }) => {
    const of = { actor, onboardingId };
    const caller = { address: "", agent: `bulk job ${bulkId}` };
    if (action === "retry") {
      const { jobId, createdNew, isHastened } = await retryOnboarding(of, { reason });
      return { code: isHastened ? "hastened" : createdNew ? "started" : "running", runId: jobId };
    }
    if (action === "skip") {
      await skipOnboarding(of, { reason: reason ?? "", until: until?.toISOString() ?? null, caller });
      return { code: "skipped", runId: null };
    }
    if (action === "cancel") {
      await cancelOnboarding(of, reason);
      return { code: "cancelled", runId: null };
    }
    const resumed = await resumeOnboarding(of, { reason, caller });
    return { code: "resumed", runId: "jobId" in resumed ? resumed.jobId : await findOpenRun(onboardingId) };
  },
  traces: {
    retry: [
      ...["store.import_started", "agent.sync_started", "customer.run_started", "customer.run_resumed"],
      ...["store.run_hastened", "agent.run_hastened", "customer.run_hastened"],
    ],
    cancel: ["store.import_cancelled", "agent.sync_cancelled", "customer.run_cancelled"],
    resume: [
      ...["store.import_resumed", "store.onboarding_resumed", "agent.sync_resumed"],
      ...["customer.run_resumed", "customer.sync_resumed"],
    ],
    skip: ["store.onboarding_skipped"],
  },
};
