import { maskName } from "../mask";
import { type AlertView, kindOf, type RuleKind } from "./schema";
import { severityOf } from "./severity";

/** An alert as the database answers. */
export type AlertRow = {
  id: number;
  rule: string;
  subject: string;
  detail: Record<string, string | number>;
  openedAt: Date;
  lastAt: Date;
  count: number;
  told: number;
  toldAt: Date | null;
  acknowledgedAt: Date | null;
  acknowledgedById: number | null;
  acknowledgedByName: string | null;
  closedAt: Date | null;
};

function requireKind(rule: string): RuleKind {
  const kind = kindOf(rule);
  if (!kind) throw new Error(`there is no kind of rule ${rule}`);
  return kind;
}

const stateOf = ({ closedAt, acknowledgedAt }: Pick<AlertRow, "closedAt" | "acknowledgedAt">) =>
  closedAt ? "recovered" : acknowledgedAt ? "acknowledged" : "open";

/** An alert for the desk; with `isMasked` without the address somebody called from and without names. */
export function toAlertView(row: AlertRow, isMasked: boolean): AlertView {
  const { id, rule, subject, detail, count, told, acknowledgedById, acknowledgedByName } = row;
  const name = acknowledgedByName !== null && isMasked ? maskName(acknowledgedByName) : acknowledgedByName;
  const kind = requireKind(rule);
  return {
    ...{ id, rule, kind, severity: severityOf(kind, detail), subject, count, told },
    detail: isMasked && "address" in detail ? { ...detail, address: "•••" } : detail,
    state: stateOf(row),
    openedAt: row.openedAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
    toldAt: row.toldAt?.toISOString() ?? null,
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    acknowledgedBy: acknowledgedById === null ? null : { id: acknowledgedById, name },
    closedAt: row.closedAt?.toISOString() ?? null,
  };
}
