import { isAdmin } from "@/lib/platform/auth/policy";
import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { maskEmail } from "@/lib/platform/mask";
import { type Reader, requireStaff } from "../policy";
import type { Configuration } from "../schema/customer";
import { type CustomerPage, CustomerView } from "../view/customer";
import { configurationOf, preferencesOf } from "./configuration";
import { nameDataCentre } from "./data-centres";
import { isFailedSync } from "./failed-sync";
import { isSync, statusOf } from "./run-state";

const usualSize = 25;

type Row = Configuration & {
  id: number;
  onboardingId: number;
  name: string;
  contactEmail: string | null;
  notifyBy: string[];
  zuoraTenantId: string | null;
  version: number;
  createdAt: Date;
  syncedAt: Date | null;
  nextSyncAt: Date | null;
  pausedAt: Date | null;
  baseUrl: string;
  clientId: string;
  lastFour: string;
  testedAt: Date | null;
  nextTestAt: Date | null;
  brokenAt: Date | null;
  brokenClass: string | null;
  missingRight: string | null;
  onboardingStatus: string;
  done: number;
  total: number;
  isSyncNext: boolean;
  runStatus: string | null;
  runTrigger: string | null;
  isRunOpen: boolean | null;
  isLastFailed: boolean | null;
  workflows: number;
};

// What hangs on a customer is looked up for those of one page only.
const readCustomers = (tx: Tx, where: Prisma.Sql, limit: number) =>
  tx.$queryRaw<Row[]>`
    SELECT c.id, o.id AS "onboardingId", c.name, c.contact_email AS "contactEmail", c.notify_by AS "notifyBy", c.zuora_tenant_id AS "zuoraTenantId",
      c.version, c.created_at AS "createdAt", c.synced_at AS "syncedAt", c.next_sync_at AS "nextSyncAt",
      c.sync_every_minutes AS "syncEveryMinutes", c.page_size AS "pageSize", c.with_exports AS "withExports",
      c.alert_after_failures AS "alertAfterFailures", c.alert_after_minutes AS "alertAfterMinutes",
      c.pause_after_failures AS "pauseAfterFailures", c.sync_paused_at AS "pausedAt",
      z.base_url AS "baseUrl", z.client_id AS "clientId", z.last_four AS "lastFour", z.tested_at AS "testedAt", z.next_test_at AS "nextTestAt",
      z.broken_at AS "brokenAt",
      CASE WHEN others.is_told THEN 'other_tenant' ELSE z.broken_class END AS "brokenClass", CASE WHEN NOT others.is_told THEN z.missing_right END AS "missingRight",
      o.status::text AS "onboardingStatus", parts.*, r.status::text AS "runStatus", r.trigger AS "runTrigger", r.ended_at IS NULL AS "isRunOpen",
      ended.is_failed AS "isLastFailed", (SELECT count(*)::int FROM workflow w WHERE w.customer_id = c.id) AS workflows
    FROM (SELECT * FROM customer c WHERE ${where} ORDER BY c.id DESC LIMIT ${limit}) c
    JOIN onboarding o ON o.customer_id = c.id
    JOIN zuora_credential z ON z.customer_id = c.id
    CROSS JOIN LATERAL (
      SELECT coalesce(z.tested_at >= z.saved_at AND z.test -> 'validation' -> 'auth' ->> 'tenantId' <> c.zuora_tenant_id, false)
        AND EXISTS (SELECT FROM workflow w WHERE w.customer_id = c.id) AS is_told) others
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS total, (count(*) FILTER (WHERE s.state = 'done'))::int AS done,
        bool_and(s.state = 'done' OR s.position >= sync.position) AND bool_or(s.step = 'workflow_sync' AND s.state <> 'done') AS "isSyncNext"
      FROM onboarding_step s JOIN onboarding_step sync ON sync.onboarding_id = o.id AND sync.step = 'workflow_sync'
      WHERE s.onboarding_id = o.id AND s.parent IS NOT NULL) parts
    LEFT JOIN LATERAL (
      SELECT status, trigger, ended_at FROM onboarding_run WHERE onboarding_id = o.id ORDER BY number DESC LIMIT 1) r ON true
    LEFT JOIN LATERAL (
      SELECT ${isFailedSync} AS is_failed FROM onboarding_run r
      WHERE r.onboarding_id = o.id AND r.status IN ('complete', 'failed') ORDER BY r.number DESC LIMIT 1) ended ON true
    ORDER BY c.id DESC`;

function syncStatusOf(row: Row): CustomerView["syncStatus"] {
  const { isRunOpen, runStatus, runTrigger, isSyncNext, syncedAt, isLastFailed } = row;
  // A sync may have to prove the credentials first.
  if (isRunOpen && runStatus !== "waiting" && (isSyncNext || isSync(runTrigger))) return "running";
  // Before anything was fetched, what fails is the onboarding.
  if (syncedAt === null) return isLastFailed && isSyncNext ? "failed" : "pending";
  return isLastFailed || runStatus === "waiting" ? "failed" : "ok";
}

// Of others none begins by itself.
const willSync = ({ onboardingStatus, brokenAt, syncEveryMinutes, pausedAt }: Row) =>
  onboardingStatus === "complete" && brokenAt === null && syncEveryMinutes > 0 && pausedAt === null;

const iso = (at: Date | null) => at?.toISOString() ?? null;
const maskedSecret = (lastFour: string) => (lastFour.startsWith("•") ? lastFour : `••••${lastFour}`);

function toView(row: Row, isMasked: boolean): CustomerView {
  const { id, onboardingId, name, contactEmail, zuoraTenantId, done, total, workflows, version } = row;
  const problem = { class: row.brokenClass, missingRight: row.missingRight, at: iso(row.brokenAt) };
  return CustomerView.parse({
    ...{ id, onboardingId, name, zuoraTenantId, done, total, workflows, version },
    contactEmail: isMasked && contactEmail !== null ? maskEmail(contactEmail) : contactEmail,
    zuoraBaseUrl: row.baseUrl,
    zuoraDataCentre: nameDataCentre(row.baseUrl),
    zuoraClientId: row.clientId,
    zuoraClientSecret: maskedSecret(row.lastFour),
    keyProblem: row.brokenAt ? problem : null,
    testedAt: iso(row.testedAt),
    nextTestAt: iso(row.nextTestAt),
    notificationPreferences: preferencesOf(row),
    configuration: configurationOf(row),
    status: statusOf(row),
    syncStatus: syncStatusOf(row),
    syncedAt: iso(row.syncedAt),
    nextSyncAt: willSync(row) ? iso(row.nextSyncAt) : null,
    pausedAt: iso(row.pausedAt),
    createdAt: row.createdAt.toISOString(),
  });
}

const likePart = (text: string) => `%${text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;

type Wanted = { cursor?: string; q?: string; limit?: number };

/** Customers, newest first; `cursor` is where the page before ended, `q` a part of a name. An operator reads addresses masked. Throws `not_found` for who is no staff. */
export async function listCustomers(reader: Reader, { cursor, q, limit = usualSize }: Wanted): Promise<CustomerPage> {
  requireStaff(reader);
  const from = /^\d{1,9}$/.test(cursor ?? "") ? Prisma.sql`c.id < ${Number(cursor)}` : Prisma.sql`true`;
  const named = q ? Prisma.sql`lower(c.name) LIKE ${likePart(q)}` : Prisma.sql`true`;
  const rows = await transaction("system", tx => readCustomers(tx, Prisma.sql`${from} AND ${named}`, limit + 1));
  const items = rows.slice(0, limit).map(row => toView(row, !isAdmin(reader)));
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.id) : null };
}

/** One customer; an operator reads its address masked. Throws `not_found`. */
export async function getCustomer(reader: Reader, id: number): Promise<CustomerView> {
  requireStaff(reader);
  const [row] = await transaction({ customer: id }, tx => readCustomers(tx, Prisma.sql`c.id = ${id}`, 1));
  if (!row) throw new AppError("not_found");
  return toView(row, !isAdmin(reader));
}
