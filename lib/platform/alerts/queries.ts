import { isAdmin } from "../auth/policy";
import type { SessionUser } from "../auth/session";
import { Prisma, type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { listReachableAdmins } from "./admins";
import { rules } from "./rules";
import { type AlertPage, type AlertSearch, type AlertView, kindOf, RuleKind, type RuleList, RuleView } from "./schema";
import { mayBeCritical } from "./severity";
import { type AlertRow, toAlertView } from "./view";

type Viewer = Pick<SessionUser, "roles">;

const conditions = {
  open: Prisma.sql`a.closed_at IS NULL`,
  recovered: Prisma.sql`a.closed_at IS NOT NULL`,
  all: Prisma.sql`true`,
};

const readAlerts = (tx: Tx, where: Prisma.Sql, limit: number) => tx.$queryRaw<AlertRow[]>`
  SELECT a.id, a.rule, a.subject, a.detail, a.opened_at AS "openedAt", a.last_at AS "lastAt", a.count, a.told, a.told_at AS "toldAt",
    a.acknowledged_at AS "acknowledgedAt", a.acknowledged_by_id AS "acknowledgedById", u.name AS "acknowledgedByName", a.closed_at AS "closedAt"
  FROM alert a LEFT JOIN "user" u ON u.id = a.acknowledged_by_id
  WHERE split_part(a.rule, '-', 1) = ANY(${RuleKind.options}) AND ${where} ORDER BY a.id DESC LIMIT ${limit}`;

/** Alerts, newest first, as this member of staff may see them. */
export async function listAlerts(viewer: Viewer, { state, cursor, limit }: AlertSearch): Promise<AlertPage> {
  const from = cursor === undefined ? Prisma.sql`true` : Prisma.sql`a.id < ${Number(cursor)}`;
  const where = Prisma.sql`${conditions[state]} AND ${from}`;
  const rows = await transaction("system", tx => readAlerts(tx, where, limit + 1));
  const items = rows.slice(0, limit).map(row => toAlertView(row, !isAdmin(viewer)));
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.id) : null };
}

/** One alert; throws `not_found`. */
export async function getAlert(viewer: Viewer, id: number): Promise<AlertView> {
  const [row] = await transaction("system", tx => readAlerts(tx, Prisma.sql`a.id = ${id}`, 1));
  if (!row) throw new AppError("not_found");
  return toAlertView(row, !isAdmin(viewer));
}

type RuleRow = Omit<RuleView, "evaluatedAt" | "kind" | "severity" | "isAdded" | "canBeAdded"> & {
  evaluatedAt: Date | null;
};

const readRules = (tx: Tx) => tx.$queryRaw<RuleRow[]>`
  SELECT id, enabled, cooldown_seconds AS "cooldownSeconds", channels, parameters, evaluated_at AS "evaluatedAt"
  FROM alert_rule WHERE split_part(id, '-', 1) = ANY(${RuleKind.options}) ORDER BY created_at, id`;

function toRuleView(row: RuleRow): RuleView {
  const kind = RuleKind.parse(kindOf(row.id));
  return RuleView.parse({
    ...row,
    kind,
    severity: mayBeCritical(kind) ? "critical" : "warning",
    isAdded: kind !== row.id,
    canBeAdded: kind === row.id && rules[kind].find !== undefined,
    // What came to the rule after its row was written is as usual.
    parameters: rules[kind].parameters.parse(row.parameters),
    evaluatedAt: row.evaluatedAt?.toISOString() ?? null,
  });
}

/** Every rule in the order of the schema, added ones behind their kind, and how many admins can be written to. */
export async function listRules(): Promise<RuleList> {
  const [rows, admins] = await transaction("system", async tx => [await readRules(tx), await listReachableAdmins(tx)]);
  const place = ({ kind }: RuleView) => RuleKind.options.indexOf(kind);
  return { items: rows.map(toRuleView).sort((a, b) => place(a) - place(b)), reachableAdmins: admins.length };
}

/** One rule; throws `not_found`. */
export const getRule = (id: string): Promise<RuleView> => transaction("system", tx => readRule(tx, id));

/** The same in a transaction. */
export async function readRule(tx: Tx, id: string): Promise<RuleView> {
  const row = (await readRules(tx)).find(one => one.id === id);
  if (!row) throw new AppError("not_found");
  return toRuleView(row);
}
