import { isAdmin } from "@/lib/platform/auth/policy";
import type { SessionUser } from "@/lib/platform/auth/session";
import { transaction } from "@/lib/platform/db";
import { awaitedResume } from "@/lib/platform/flow/pause-run";
import { isSettled } from "@/lib/platform/flow/progress";
import { isNotAsked } from "@/lib/platform/flow/redo";
import { maskName } from "@/lib/platform/mask";
import { rezen } from "../service/rezen-key";
import type { AgentItem, AgentPage, AgentState } from "../view/admin";
import { StatusView } from "../view/status";

const pageSize = 25;
const stalledAfterMs = 300_000;

const stepFields = {
  step: true,
  state: true,
  errorCode: true,
  errorMessage: true,
  waitingFor: true,
  heartbeatAt: true,
  nextAttemptAt: true,
  endedAt: true,
} as const;
const fields = {
  id: true,
  agent: {
    select: {
      userId: true,
      fullName: true,
      ...{ syncEvery: true, nextSyncAt: true, syncPausedAt: true },
      credentials: { where: { platform: rezen, deletedAt: null }, select: { brokenAt: true, brokenClass: true } },
      user: {
        select: { name: true, roles: { where: { role: "agent" }, select: { accountType: true } } },
      },
    },
  },
  steps: { where: { parent: { not: null } }, orderBy: { position: "asc" }, select: stepFields },
  runs: {
    orderBy: { number: "desc" },
    take: 1,
    select: { status: true, createdAt: true, startedAt: true, endedAt: true, errorCode: true, errorMessage: true },
  },
} as const;

/** The newest accounts that answer a condition. */
const readRows = (where: { id?: { lt: number }; agentUserId?: number }, take: number) =>
  transaction("system", tx =>
    tx.onboarding.findMany({ where: { kind: "agent", ...where }, orderBy: { id: "desc" }, take, select: fields }),
  );

type Row = Awaited<ReturnType<typeof readRows>>[number];
type Run = Row["runs"][number];
type Step = Row["steps"][number];

/** When a run last gave a sign of life, or will be tried again. */
const lastSign = (run: Run, steps: readonly Step[]) =>
  Math.max(
    Number(run.createdAt),
    ...steps.flatMap(({ heartbeatAt, nextAttemptAt, endedAt }) => [heartbeatAt, nextAttemptAt, endedAt].map(Number)),
  );

function stateOf(run: Run | undefined, steps: readonly Step[], hasKey: boolean): AgentState {
  if (!run) return hasKey ? "not_started" : "no_key";
  if (run.endedAt) return StatusView.shape.state.parse(run.status);
  if (steps.some(({ waitingFor }) => waitingFor === awaitedResume)) return "paused";
  if (Date.now() - lastSign(run, steps) > stalledAfterMs) return "stalled";
  if (steps.some(({ state }) => state === "retrying")) return "retrying";
  return run.startedAt ? "running" : "pending";
}

function toItem({ id: onboardingId, agent, steps, runs: [run] }: Row, isMasked: boolean): AgentItem[] {
  if (!agent) return [];
  const { userId, fullName, credentials, user, syncEvery: every, nextSyncAt, syncPausedAt } = agent;
  const [key] = credentials;
  const name = fullName ?? user.name ?? "";
  // Without a key that works none begins by itself.
  const isPlanned = syncPausedAt === null && key !== undefined && key.brokenAt === null;
  const at = run && run.endedAt === null ? steps.findIndex(step => !isSettled(step)) : -1;
  // One that could not begin has done nothing: what is there is the work of others.
  const worked = run && run.errorCode === null ? steps : [];
  // What was stopped, and not asked for since, has not failed.
  const failed = worked.filter(step => step.state === "failed" && !isNotAsked(step));
  return [
    {
      userId,
      onboardingId,
      name: isMasked ? maskName(name) : name,
      accountType: user.roles[0]?.accountType ?? null,
      state: stateOf(run, steps, key !== undefined),
      done: worked.filter(({ state }) => state === "done" || state === "skipped").length,
      total: steps.length,
      current: at === -1 ? null : { number: at + 1, step: steps[at]?.step ?? "" },
      failed: failed.map(({ step }) => step),
      error: run?.errorMessage ?? failed[0]?.errorMessage ?? null,
      hasKey: key !== undefined,
      keyProblem: key?.brokenAt ? { at: key.brokenAt.toISOString(), class: key.brokenClass ?? "auth" } : null,
      schedule: {
        every,
        nextAt: isPlanned ? (nextSyncAt?.toISOString() ?? null) : null,
        pausedAt: syncPausedAt?.toISOString() ?? null,
      },
      startedAt: run?.startedAt?.toISOString() ?? null,
      endedAt: run?.endedAt?.toISOString() ?? null,
    },
  ];
}

/** Agents with their newest syncs, newest account first, for the admin's desk; `cursor` is where the page before ended. An operator reads names masked. */
export async function listAgents(reader: Pick<SessionUser, "roles">, cursor?: string): Promise<AgentPage> {
  const before = /^\d{1,9}$/.test(cursor ?? "") ? Number(cursor) : undefined;
  const rows = await readRows(before === undefined ? {} : { id: { lt: before } }, pageSize + 1);
  const items = rows.slice(0, pageSize).flatMap(row => toItem(row, !isAdmin(reader)));
  return { items, nextCursor: rows.length > pageSize ? String(rows[pageSize - 1]?.id) : null };
}

/** One agent as the list shows it; null where there is no such account. */
export async function findAgentItem(reader: Pick<SessionUser, "roles">, userId: number): Promise<AgentItem | null> {
  const [row] = await readRows({ agentUserId: userId }, 1);
  return (row && toItem(row, !isAdmin(reader))[0]) ?? null;
}
