import type { SyncStepId } from "@/lib/agents/schema/sync";
import type { OnboardingRow } from "@/lib/platform/onboardings/view";
import { importParts } from "@/lib/stores/schema/choices";

/** What an admin can do with an onboarding, in the order of its menu. */
export const onboardingActs = ["retry", "from", "again", "resume", "cancel", "skip"] as const;
export type OnboardingAct = (typeof onboardingActs)[number];

type Standing = Pick<
  OnboardingRow,
  "kind" | "status" | "step" | "waitingFor" | "nextAttemptAt" | "run" | "isPaused" | "isOwned"
>;

// By name: with the list itself every table would be sent all of zod.
const agentSteps: Readonly<Record<SyncStepId, true>> = {
  agent_data: true,
  team_roster: true,
  listings: true,
  transactions: true,
  sponsor_tree: true,
  contributions: true,
  cap_data: true,
  equity: true,
  revshare: true,
};

const startable: Partial<Record<OnboardingRow["kind"], readonly string[]>> = {
  store: importParts,
  agent: Object.keys(agentSteps),
  customer: ["customer_record", "credential_validation", "workflow_sync", "user_access", "monitoring"],
};

/** The steps from which a run of this kind can begin; none where a worker runs nothing. */
export const stepsToRunFrom = (kind: OnboardingRow["kind"]): readonly string[] => startable[kind] ?? [];

const isUnderWay = ({ run }: Pick<Standing, "run">) =>
  run?.status === "pending" || run?.status === "running" || run?.status === "waiting";

/** Does something wait for its next try in a run that goes on? A retry has it tried at once. */
export const isHastened = (of: Pick<Standing, "run" | "nextAttemptAt">): boolean =>
  isUnderWay(of) && of.nextAttemptAt !== null;

function canResume(of: Standing): boolean {
  const { kind, status, run, isPaused, waitingFor } = of;
  if (kind === "store") return status === "skipped" || run?.status === "waiting";
  // What an agent's run waits for besides is the agent's own to give.
  if (kind === "agent") return isPaused || (run?.status === "waiting" && waitingFor === "resume");
  return kind === "customer" && (isPaused || run?.status === "waiting");
}

/** Which acts are possible as an onboarding stands; none for whoever may only look. */
export function actsOf(of: Standing, canAct: boolean): OnboardingAct[] {
  if (!canAct) return [];
  const { kind, status, step, run, isOwned } = of;
  const hasRun = run !== null && stepsToRunFrom(kind).length > 0;
  const goesOn = hasRun && isUnderWay(of);
  // A customer's sync may come through while a step after it stays failed; of the others a run that is complete has done all there is.
  const isMissing = run?.status !== "complete" || (kind === "customer" && step !== null);
  // What a customer's run waits for may never come: another run takes its place.
  const canBegin = hasRun && (!goesOn || (kind === "customer" && run.status === "waiting"));
  const possible: Record<OnboardingAct, boolean> = {
    retry: hasRun && (goesOn ? isHastened(of) : isMissing),
    from: canBegin,
    again: canBegin,
    resume: canResume(of),
    cancel: goesOn,
    skip: kind === "store" && isOwned && status !== "complete" && status !== "skipped",
  };
  return onboardingActs.filter(act => possible[act]);
}

type Kind = "agent" | "store" | "customer";
type Effects = { begin: readonly string[]; resume: readonly string[]; stop: readonly string[] };

const effects: Record<Kind, Effects> = {
  agent: {
    begin: ["reads", "bell", "slack", "mail", "key"],
    resume: ["reads", "end", "mail", "key"],
    stop: ["stop"],
  },
  store: { begin: ["reads", "bell", "mail", "key"], resume: ["reads", "bell", "mail", "key"], stop: ["stop"] },
  customer: {
    begin: ["reads", "bell", "slack", "people", "mail", "test"],
    resume: ["reads", "bell", "slack", "people", "mail", "test"],
    stop: ["stop"],
  },
};

/** What others notice of an act: keys of the texts `onboarding.acts.effects.<kind>`. */
export function effectsOf(act: OnboardingAct, { kind, status }: Pick<Standing, "kind" | "status">): readonly string[] {
  if (kind === "practitioner" || kind === "member") return [];
  if (act === "skip") return ["skipped"];
  if (act === "cancel") return effects[kind].stop;
  if (act === "resume") return status === "skipped" ? ["resumed"] : effects[kind].resume;
  return effects[kind].begin;
}

/** The end of a day that was chosen, where whoever chose it is; null for none. */
export const endOfDay = (day: string): string | null => (day ? new Date(`${day}T23:59:59`).toISOString() : null);

type Order = { path: string; body: Record<string, unknown> };

/** The call by which an act is done, with what was said in its question. */
export function orderOf(act: OnboardingAct, { id, kind }: Pick<OnboardingRow, "id" | "kind">, given: FormData): Order {
  const path = (verb: string) => `/api/v1/admin/onboardings/${id}/${verb}`;
  const told = String(given.get("reason") ?? "").trim();
  const reason = told ? { reason: told } : {};
  const from = String(given.get("from") ?? "");
  const steps = stepsToRunFrom(kind);
  switch (act) {
    case "skip":
      return { path: path("skip"), body: { reason: told, until: endOfDay(String(given.get("until") ?? "")) } };
    case "cancel":
    case "resume":
      return { path: path(act), body: reason };
    case "again":
      return { path: path("retry"), body: { ...reason, all: true } };
    case "from":
      // An agent's steps depend on none before them and are named one by one.
      return {
        path: path("retry"),
        body: { ...reason, ...(kind === "agent" ? { steps: steps.slice(steps.indexOf(from)) } : { from }) },
      };
    default:
      return { path: path("retry"), body: reason };
  }
}
