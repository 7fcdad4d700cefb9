import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { type Widget, widgetNeeds } from "../schema/access";
import type { ChangeView } from "../view/change";
import { readWidgets } from "./access";
import { readChanges } from "./changes";
import { isFailedSync } from "./failed-sync";
import { type CustomerReader, readStanding } from "./standing";
import { findZuoraTrouble, readZuoraParts, type ZuoraPart } from "./trouble";

const mostChanges = 5;

/** When the customer's data was read last and will be next by itself, and whether that goes on, went wrong or is paused. */
export type LastSync = {
  state: "never" | "running" | "waiting" | "paused" | "failed" | "ok";
  syncedAt: string | null;
  nextSyncAt: string | null;
  /** Who does not answer, where that is what holds it up and others too. */
  trouble: "zuora" | null;
};

/** What each widget shows; without a key it is not this role's. */
export type Overview = {
  widgets: Widget[];
  lastSync?: LastSync;
  workflows?: { total: number; active: number; unreadable: number };
  changes?: ChangeView[];
  people?: { users: number; invited: number };
};

type SyncRow = {
  syncedAt: Date | null;
  nextSyncAt: Date | null;
  isPaused: boolean;
  status: string | null;
  isOpen: boolean | null;
  isFailed: boolean | null;
};

function stateOf({ syncedAt, isPaused, status, isOpen, isFailed }: SyncRow): LastSync["state"] {
  if (isOpen) return status === "waiting" ? "waiting" : "running";
  if (isPaused) return "paused";
  if (isFailed) return "failed";
  return syncedAt === null ? "never" : "ok";
}

async function readLastSync(tx: Tx, customerId: number): Promise<ReadSync> {
  const [row] = await tx.$queryRaw<SyncRow[]>`
    SELECT c.synced_at AS "syncedAt", r.status::text AS status, r.ended_at IS NULL AS "isOpen", r.is_failed AS "isFailed",
      c.sync_paused_at IS NOT NULL AS "isPaused",
      CASE WHEN c.sync_paused_at IS NULL AND c.sync_every_minutes > 0 AND o.status = 'complete' AND z.broken_at IS NULL
        THEN c.next_sync_at END AS "nextSyncAt"
    FROM customer c LEFT JOIN onboarding o ON o.customer_id = c.id LEFT JOIN zuora_credential z ON z.customer_id = c.id
    LEFT JOIN LATERAL (
      SELECT r.status, r.ended_at, ${isFailedSync} AS is_failed FROM onboarding_run r WHERE r.onboarding_id = o.id ORDER BY r.number DESC LIMIT 1) r ON true
    WHERE c.id = ${customerId}`;
  if (!row) throw new AppError("not_found");
  const [syncedAt, nextSyncAt] = [row.syncedAt?.toISOString() ?? null, row.nextSyncAt?.toISOString() ?? null];
  const state = stateOf({ ...row, isOpen: row.status === null ? null : row.isOpen });
  return { state, syncedAt, nextSyncAt, parts: await readZuoraParts(tx, customerId) };
}

async function countWorkflows(tx: Tx, customerId: number) {
  const [counted] = await tx.$queryRaw<{ total: number; active: number; unreadable: number }[]>`
    SELECT count(*)::int AS total, (count(*) FILTER (WHERE is_active))::int AS active, (count(*) FILTER (WHERE export_error IS NOT NULL))::int AS unreadable
    FROM workflow WHERE customer_id = ${customerId}`;
  return counted ?? { total: 0, active: 0, unreadable: 0 };
}

async function countPeople(tx: Tx, customerId: number) {
  const users = await tx.customerUser.count({ where: { customerId, isProbe: false } });
  const invited = await tx.customerInvite.count({ where: { customerId, acceptedAt: null, revokedAt: null } });
  return { users, invited };
}

/** What somebody of a customer sees first: the widgets of their role, as far as they may see what these show. Throws `not_found`. */
export async function getOverview(reader: CustomerReader): Promise<Overview> {
  const { lastSync, ...seen } = await readOverview(reader);
  if (!lastSync) return seen;
  const { parts, ...told } = lastSync;
  return { ...seen, lastSync: { ...told, trouble: await findZuoraTrouble(reader.customerId, parts) } };
}

type ReadSync = Omit<LastSync, "trouble"> & { parts: ZuoraPart[] };
type Read = Omit<Overview, "lastSync"> & { lastSync?: ReadSync };

const readOverview = (reader: CustomerReader): Promise<Read> =>
  transaction({ customer: reader.customerId }, async tx => {
    const { customerId } = reader;
    const standing = await readStanding(tx, reader);
    if (!standing) throw new AppError("not_found");
    const all = (await readWidgets(tx, customerId))[standing.role];
    const widgets = all.filter(widget => standing.may.has(widgetNeeds[widget]));
    const has = (widget: Widget) => widgets.includes(widget);
    return {
      widgets,
      ...(has("last_sync") ? { lastSync: await readLastSync(tx, customerId) } : {}),
      ...(has("workflows") ? { workflows: await countWorkflows(tx, customerId) } : {}),
      ...(has("changes") ? { changes: (await readChanges(tx, customerId, { limit: mostChanges })).items } : {}),
      ...(has("users") ? { people: await countPeople(tx, customerId) } : {}),
    };
  });
