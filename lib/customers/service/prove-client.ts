import { transaction } from "@/lib/platform/db";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { type Validated, type Validation, validateCredentials } from "../client/validate";
import { healClient } from "./client-health";
import { isMendedByOthers, noAnswer, otherTenant, refusedCredentials, warningTexts } from "./explain";
import { keepTest } from "./keep-test";
import { awaitsClient, waitsForCalls, withClient } from "./with-client";
import type { OpenedClient } from "./zuora-client";

/** Tries within a proof: somebody looks on, and who has to wait until a tenant's calls are counted anew holds no worker meanwhile. */
export const whileWatched = { retries: 2, maxWaitMs: 2_000 };

/** What stops the step when the credentials are not proven. */
function toFailure(context: WorkerContext, { savedAt }: OpenedClient, refused: Extract<Validated, { ok: false }>) {
  const { class: kind, missing, retryAfterSeconds } = refused;
  if (kind === "rate_limit") return waitsForCalls(retryAfterSeconds);
  if (!isMendedByOthers(kind)) return noAnswer(kind);
  const mark = { savedAt, fault: kind, ...(missing ? { missingRight: missing } : {}) };
  return awaitsClient(context, refusedCredentials(kind, missing), mark);
}

/** Ids of workflows are the same in every tenant: two tenants in one customer could never be told apart again. */
function requireSameTenant(known: string | null, hasWorkflows: boolean, { auth }: Validation): void {
  if (known === null || auth.tenantId === null || known === auth.tenantId || !hasWorkflows) return;
  throw otherTenant(auth.tenantId, known);
}

const readCustomer = (id: number) =>
  transaction({ customer: id }, async tx => ({
    ...(await tx.customer.findUniqueOrThrow({ where: { id }, select: { withExports: true, zuoraTenantId: true } })),
    hasWorkflows: (await tx.workflow.count({ where: { customerId: id }, take: 1 })) > 0,
  }));

const warningsOf = ({ rateLimit: { told, judgement }, permissions }: Validation) => [
  ...(judgement === "short" && told ? [warningTexts.fewCallsLeft(told.remaining, told.limit)] : []),
  ...(permissions.some(({ isGranted }) => !isGranted) ? [warningTexts.noExports()] : []),
];

/**
 * Proves a customer's credentials by what they can do (sources/002, step 2) and keeps what that found. Refused ones, or too few rights, wait for whoever
 * can mend them; a tenant without calls left waits until Zuora counts anew.
 */
export const proveClient = (context: WorkerContext): Promise<Record<string, unknown>> =>
  withClient(context, async client => {
    const { subjectId: customerId, signal, runId: jobId } = context;
    const { savedAt, access } = client;
    const { withExports: needsExport, zuoraTenantId, hasWorkflows } = await readCustomer(customerId);
    const tested = await validateCredentials({ ...access, retry: whileWatched }, { needsExport }, signal);
    await context.page({ done: 0, total: 1 }, tx => keepTest(tx, { customerId, savedAt, tested }));
    if (!tested.ok) throw toFailure(context, client, tested);
    const { validation } = tested;
    requireSameTenant(zuoraTenantId, hasWorkflows, validation);
    if (validation.rateLimit.judgement === "none") throw waitsForCalls(validation.rateLimit.told?.resetSeconds);
    await context.page({ done: 1, total: 1 }, async tx => {
      const { tenantId } = validation.auth;
      if (tenantId !== null) await tx.customer.update({ where: { id: customerId }, data: { zuoraTenantId: tenantId } });
      await healClient(tx, { customerId, savedAt, by: { jobId } });
    });
    return { ...validation, warnings: warningsOf(validation) };
  });
