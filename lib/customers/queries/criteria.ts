import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { type Reader, requireStaff } from "../policy";
import type { CriteriaView, Criterion } from "../view/criteria";
import { SyncReport } from "../view/sync-report";

const minuteMs = 60_000;
const limits = { setup: 10 * minuteMs, access: 5 * minuteMs, monitoring: 3 * minuteMs, syncOf100: 5 * minuteMs };

type StepRow = {
  step: string;
  state: string;
  reason: string | null;
  tookMs: number | null;
  result: unknown;
};
type Row = {
  isRunning: boolean;
  setupMs: number | null;
  isEncrypted: boolean;
  isProven: boolean;
  isSynced: boolean;
  isTested: boolean;
  missing: string[];
};

const noted = ["customer.created", "customer.run_started", "customer.alert_tested"];

// Of what still goes on, how long it has gone on.
const readSteps = (tx: Tx, onboardingId: number) => tx.$queryRaw<StepRow[]>`
  SELECT step, state::text, error_message AS reason, result,
    least(2147483647, extract(epoch FROM coalesce(ended_at, app_now()) - started_at) * 1000)::int AS "tookMs"
  FROM onboarding_step WHERE onboarding_id = ${onboardingId} AND parent IS NOT NULL ORDER BY position`;

async function readRow(tx: Tx, customerId: number, onboardingId: number): Promise<Row | undefined> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT o.status NOT IN ('complete', 'failed', 'cancelled')
        OR EXISTS (SELECT FROM onboarding_run r WHERE r.onboarding_id = o.id AND r.ended_at IS NULL) AS "isRunning",
      least(2147483647, extract(epoch FROM coalesce(o.ended_at, app_now()) - o.started_at) * 1000)::int AS "setupMs",
      coalesce(z.client_secret ~ '^g[0-9]+[.]', false) AS "isEncrypted", z.proven_at IS NOT NULL AND z.broken_at IS NULL AS "isProven",
      c.synced_at IS NOT NULL AS "isSynced",
      EXISTS (SELECT FROM customer_access_check a WHERE a.customer_id = c.id)
        AND NOT EXISTS (SELECT FROM customer_access_check a WHERE a.customer_id = c.id AND a.is_expected <> a.is_granted) AS "isTested",
      ARRAY(SELECT action FROM unnest(${noted}::text[]) AS action WHERE NOT EXISTS (
        SELECT FROM audit_entry e WHERE e.subject_kind = 'customer' AND e.subject_id = c.id::text AND e.action = action.action)) AS missing
    FROM customer c JOIN onboarding o ON o.customer_id = c.id LEFT JOIN zuora_credential z ON z.customer_id = c.id
    WHERE c.id = ${customerId} AND o.id = ${onboardingId}`;
  return row;
}

type Seen = { row: Row; steps: StepRow[]; here: string };
type Judged = Pick<Criterion, "state" | "reason">;

const stepOf = ({ steps }: Seen, name: string) => steps.find(({ step }) => step === name);

/** Met where it is so; missed where its step has failed or waits for somebody, with what that says, or ended without it; else it has not come so far. */
function judge(seen: Seen, name: string, isSo: boolean, without: string): Judged {
  if (isSo) return { state: "met", reason: null };
  const step = stepOf(seen, name);
  const { state = "pending", reason = null } = step ?? {};
  if (state === "failed" || state === "waiting") return { state: "missed", reason: reason ?? without };
  return state === "done" ? { state: "missed", reason: without } : { state: "open", reason: null };
}

const isDone = (seen: Seen, name: string) => stepOf(seen, name)?.state === "done";

function completion(seen: Seen): Criterion[] {
  const { row, here } = seen;
  const line = (name: string, judged: Judged, proof: string): Criterion => ({
    ...{ name, group: "completion", ...judged, actualMs: null, limitMs: null, proof },
  });
  const isAudited = row.missing.length === 0;
  const lacks = `The audit trail lacks ${row.missing.join(", ")}.`;
  return [
    line("record", judge(seen, "customer_record", row.isEncrypted, "The secret is not encrypted."), here),
    line("credentials", judge(seen, "credential_validation", row.isProven, "The credentials do not work."), here),
    line("sync", judge(seen, "workflow_sync", row.isSynced, "No sync has come through."), `${here}/syncs`),
    line(
      "access",
      judge(seen, "user_access", row.isTested && isDone(seen, "user_access"), "The access test found a difference."),
      `${here}/access`,
    ),
    line("monitoring", judge(seen, "monitoring", isDone(seen, "monitoring"), ""), `${here}/monitoring`),
    line("audited", judge(seen, "monitoring", isAudited, lacks), here),
  ];
}

type Time = { actualMs: number | null; isOver: boolean; limitMs: number };

const inTime = ({ actualMs, isOver, limitMs }: Time): Judged => {
  if (actualMs !== null && actualMs >= limitMs) return { state: "missed", reason: null };
  return { state: isOver && actualMs !== null ? "met" : "open", reason: null };
};

function quality(seen: Seen): Criterion[] {
  const { row, here } = seen;
  const line = (name: string, time: Time, proof: string): Criterion => ({
    ...{ name, group: "quality", ...inTime(time), actualMs: time.actualMs, limitMs: time.limitMs, proof },
  });
  const ofStep = (name: string, limitMs: number): Time => ({
    ...{ actualMs: stepOf(seen, name)?.tookMs ?? null, isOver: isDone(seen, name), limitMs },
  });
  const report = SyncReport.safeParse(stepOf(seen, "workflow_sync")?.result).data;
  const hundreds = Math.max(1, (report?.workflows.total ?? 0) / 100);
  const isThrough = ["customer_record", "credential_validation", "user_access", "monitoring"].every(name =>
    isDone(seen, name),
  );
  return [
    line("setup_time", { actualMs: row.setupMs, isOver: isThrough && row.isSynced, limitMs: limits.setup }, here),
    line("access_time", ofStep("user_access", limits.access), `${here}/access`),
    line("monitoring_time", ofStep("monitoring", limits.monitoring), `${here}/monitoring`),
    line(
      "sync_time",
      {
        ...{ actualMs: report ? Math.round(report.durationMs / hundreds) : null, isOver: report !== undefined },
        limitMs: limits.syncOf100,
      },
      `${here}/syncs`,
    ),
  ];
}

/** Whether a customer's onboarding is the success that sources/002 asks for, line by line, as it stands. Throws `not_found`, also for who is no staff. */
export async function getCriteria(reader: Reader, customerId: number): Promise<CriteriaView> {
  requireStaff(reader);
  return transaction("system", async tx => {
    const onboarding = await tx.onboarding.findUnique({ where: { customerId }, select: { id: true } });
    const row = onboarding && (await readRow(tx, customerId, onboarding.id));
    if (!row) throw new AppError("not_found");
    const seen = { row, steps: await readSteps(tx, onboarding.id), here: `/admin/customers/${customerId}` };
    const items = [...completion(seen), ...quality(seen)];
    const met = items.filter(({ state }) => state === "met").length;
    return { customerId, met, total: items.length, isRunning: row.isRunning, items };
  });
}
