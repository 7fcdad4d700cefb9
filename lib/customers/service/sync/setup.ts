import { type Tx, transaction } from "@/lib/platform/db";
import { DeferredFailure } from "@/lib/platform/flow/failure";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { findToken } from "../../client/token-cache";
import type { ZuoraAccess } from "../../client/zuora-access";
import { otherClient, otherTenant } from "../explain";
import type { OpenedClient } from "../zuora-client";

/** A run's reading of a customer's workflows: when the run began, and whether it is the first that may come through. */
export type Reading = { customerId: number; runId: number; beganAt: Date; isFirst: boolean };

/** What a sync reads with, and how. `only`: one workflow by its row, which nobody may have any more. */
export type SyncSetup = {
  access: ZuoraAccess;
  savedAt: Date;
  reading: Reading;
  pageSize: number;
  withExports: boolean;
  acceptsDeletions: boolean;
  only: { id: number; zuoraId: string | null; name: string | null } | null;
};

type Kept = {
  beganAt: Date;
  isFirst: boolean;
  pageSize: number;
  withExports: boolean;
  tenantId: string | null;
  hasWorkflows: boolean;
  acceptsDeletions: boolean;
  onlyId: number | null;
  onlyZuoraId: string | null;
  onlyName: string | null;
};

const retry = { retries: 2 };
const otherClientSeconds = 1;

async function readKept({ subjectId, runId }: WorkerContext): Promise<Kept> {
  const [kept] = await transaction(
    { customer: subjectId },
    tx => tx.$queryRaw<Kept[]>`
      SELECT r.created_at AS "beganAt", c.synced_at IS NULL AS "isFirst", c.page_size AS "pageSize", c.with_exports AS "withExports",
        c.zuora_tenant_id AS "tenantId", EXISTS (SELECT FROM workflow w WHERE w.customer_id = c.id) AS "hasWorkflows",
        coalesce(a.accepts_deletions, false) AS "acceptsDeletions", a.workflow_id AS "onlyId", o.zuora_id AS "onlyZuoraId", o.name AS "onlyName"
      FROM customer c JOIN onboarding_run r ON r.id = ${runId} LEFT JOIN customer_run a ON a.run_id = r.id AND a.customer_id = c.id
      LEFT JOIN workflow o ON o.customer_id = c.id AND o.id = a.workflow_id WHERE c.id = ${subjectId}`,
  );
  if (!kept) throw new Error("a run without its customer");
  return kept;
}

/**
 * What a sync needs to know, and a token to begin with: whose tenant it opens is looked at each time, for credentials may be changed while it goes on, and
 * ids of workflows are the same in every tenant.
 */
export async function openSetup(context: WorkerContext, { access, savedAt }: OpenedClient): Promise<SyncSetup> {
  const { subjectId: customerId, runId } = context;
  const [kept, { tenantId }] = await Promise.all([readKept(context), findToken(access)]);
  const {
    tenantId: known,
    hasWorkflows,
    onlyId,
    onlyZuoraId: zuoraId,
    onlyName: name,
    beganAt,
    isFirst,
    ...how
  } = kept;
  if (known !== null && tenantId !== null && known !== tenantId && hasWorkflows) throw otherTenant(tenantId, known);
  const { pageSize, withExports, acceptsDeletions } = how;
  return {
    ...{ access: { ...access, retry }, savedAt, pageSize, withExports, acceptsDeletions },
    reading: { customerId, runId, beganAt, isFirst },
    only: onlyId === null ? null : { id: onlyId, zuoraId, name },
  };
}

/** Stops a sync whose credentials were changed meanwhile: what it has read may be another tenant's. It goes on with the new ones. */
export async function requireClient(tx: Tx, { reading: { customerId }, savedAt }: SyncSetup): Promise<void> {
  const [kept] = await tx.$queryRaw<{ savedAt: Date }[]>`
    SELECT saved_at AS "savedAt" FROM zuora_credential WHERE customer_id = ${customerId}`;
  if (kept?.savedAt.getTime() !== savedAt.getTime())
    throw new DeferredFailure(otherClient(), otherClientSeconds, { longestSeconds: Infinity });
}
