import { awaitedResume } from "@/lib/platform/flow/pause-run";
import { fieldAt } from "@/lib/platform/outbound/catalogue";
import { type Blame, causeOf, keyFault, toPart } from "@/lib/platform/readiness/part";
import { done, isThrough, type Moment, open, type Requirement } from "@/lib/platform/readiness/requirement";
import type { Standing, StepFacts } from "@/lib/platform/readiness/standing";
import { rezenCatalogue } from "../client/rezen-catalogue";
import { type SyncStepId, syncStepIds } from "../schema/sync";

/** What is known of an agent's key to reZEN; null before one was saved. */
type KeyFacts = { savedAt: Moment; brokenAt: Moment; brokenClass: string | null; deletedAt: Moment };

/** All that says what an agent needs. */
export type AgentFacts = {
  id: number;
  standing: Standing;
  /** Has any data set ever arrived in full? */
  hasArrived: boolean;
  key: KeyFacts | null;
  paused: { at: Moment; byThemselves: boolean } | null;
};

const blame: Blame = { key: "user", content: "admin" };
const places = {
  key: (isOpen: boolean, fault: string | null) =>
    fieldAt(isOpen ? "/agent/settings" : "/agent/onboarding/connect", rezenCatalogue, { fault, usual: "apiKey" }),
  again: (isOpen: boolean) => (isOpen ? "/agent/dashboard" : "/agent/onboarding/sync"),
};

const pauserOf = ({ paused }: AgentFacts) => (paused?.byThemselves ? "user" : "admin");
const keyOf = ({ key }: AgentFacts) => (key && !key.deletedAt ? key : null);
const hasFailed = ({ state }: StepFacts) => state === "failed";

/** Why nothing has arrived yet, and who moves it; the first that holds, from the key to the sync. */
function toWait(facts: AgentFacts) {
  const { run, steps } = facts.standing;
  const key = keyOf(facts);
  if (!key) return ["due", "user", "key_missing"] as const;
  if (key.brokenAt) return keyFault(key.brokenClass, "user");
  if (facts.paused) return ["waiting", pauserOf(facts), "paused"] as const;
  if (!run) return ["due", "user", "not_begun"] as const;
  if (!run.endedAt) return ["waiting", "upstream", "goes_on"] as const;
  if (run.status === "cancelled") return ["due", "user", "stopped"] as const;
  return ["problem", ...causeOf(run.errorCode ?? steps.find(hasFailed)?.errorCode ?? null, blame)] as const;
}

/** What lets an agent in: something has arrived, and there is something to look at. What a later run lacks closes nothing. */
export function toGate(facts: AgentFacts): Requirement {
  const since = facts.standing.endedAt;
  if (facts.hasArrived) return done("first_data", "user", { since, isGate: true });
  const state = toWait(facts);
  const isOfKey = keyOf(facts) === null || keyOf(facts)?.brokenAt;
  const isTheirs = state[1] === "user" || (state[0] === "problem" && state[1] === "upstream");
  const fixUrl = isTheirs
    ? isOfKey
      ? places.key(false, keyOf(facts)?.brokenClass ?? null)
      : places.again(false)
    : null;
  return open("first_data", state, { since: facts.standing.createdAt, fixUrl, isGate: true });
}

function toKey(facts: AgentFacts, isOpen: boolean): Requirement {
  const key = keyOf(facts);
  const fixUrl = places.key(isOpen, key?.brokenClass ?? null);
  if (!key) return open("rezen_key", ["due", "user", "key_missing"], { since: facts.key?.deletedAt, fixUrl });
  if (key.brokenAt) return open("rezen_key", keyFault(key.brokenClass, "user"), { since: key.brokenAt, fixUrl });
  return done("rezen_key", "user", { since: key.savedAt });
}

/** The data sets of a sync, from when one was asked for. */
function toDataSets(facts: AgentFacts, isOpen: boolean): Requirement[] {
  const { steps, run } = facts.standing;
  if (!run) return [];
  const part = (code: SyncStepId) => steps.find(({ step }) => step === code);
  const asked = {
    ...{ blame, owner: "user" as const, isGate: false, isStopped: run.status === "cancelled" },
    awaited: (waitingFor: string | null) =>
      waitingFor === awaitedResume
        ? (["later", pauserOf(facts), "paused"] as const)
        : (["problem", "user", "key_refused"] as const),
    fixUrl: (owner: string) =>
      owner === "user"
        ? places.key(isOpen, keyOf(facts)?.brokenClass ?? null)
        : owner === "admin"
          ? `/admin/agents/${facts.id}`
          : null,
    againUrl: places.again(isOpen),
  };
  return syncStepIds.flatMap(code => {
    const row = part(code);
    return row ? [toPart(code, row, asked)] : [];
  });
}

const toPause = (facts: AgentFacts): Requirement[] =>
  facts.paused
    ? [
        open("pause", ["later", pauserOf(facts), "paused"], {
          since: facts.paused.at,
          fixUrl: facts.paused.byThemselves ? "/agent/settings" : `/admin/agents/${facts.id}`,
        }),
      ]
    : [];

/** All that an agent needs. Their gate, the badge of staff, the alerts and every API read this and decide nothing themselves. */
export function toReadiness(facts: AgentFacts): Requirement[] {
  const gate = toGate(facts);
  const isOpen = isThrough([gate]);
  return [toKey(facts, isOpen), gate, ...toDataSets(facts, isOpen), ...toPause(facts)];
}
