import { isNotAsked } from "../flow/redo";
import { done, open, type Requirement } from "./requirement";
import type { ReadinessOwner, ReadinessState, RequirementReason } from "./schema";
import type { StepFacts } from "./standing";

/** What stopped something: who mends it, and why. */
export type Cause = readonly [ReadinessOwner, RequirementReason];

/** Who has the key of an upstream, and who the content that is read: the one mends what is refused, the other what cannot be read. */
export type Blame = { key: ReadinessOwner; content: ReadinessOwner };

// A code is whatever a step has kept: no word may find what every object has.
const causes = new Map<string, (blame: Blame) => Cause>([
  ["unreachable", () => ["upstream", "no_answer"]],
  ["rate_limit", () => ["upstream", "slowed_down"]],
  ["auth", ({ key }) => [key, "key_refused"]],
  ["permission", ({ key }) => [key, "right_missing"]],
  ["key_unreadable", ({ key }) => [key, "key_unreadable"]],
  ["unreadable", ({ key }) => [key, "key_unreadable"]],
  ["other_tenant", ({ key }) => [key, "other_tenant"]],
  ["wrong_address", ({ content }) => [content, "wrong_address"]],
  ["unexpected", () => ["admin", "odd_answer"]],
  ["internal", () => ["admin", "our_fault"]],
  ["timeout", () => ["admin", "our_fault"]],
  ["unavailable", () => ["admin", "our_fault"]],
]);

/** Who mends a failure by its code: nobody answers, a key is refused, it is ours; of anything else whose content it is. */
export const causeOf = (code: string | null, blame: Blame): Cause =>
  causes.get(code ?? "internal")?.(blame) ?? [blame.content, "refused_content"];

/** What is wrong with a stored key, by the class that a test or a run found. */
export const keyFault = (
  fault: string | null,
  owner: ReadinessOwner,
): readonly ["problem", ReadinessOwner, RequirementReason] => [
  "problem",
  ...causeOf(fault ?? "auth", { key: owner, content: owner }),
];

type Asked = {
  blame: Blame;
  /** What a part that waits for something waits for: who brings it, and why it is missing. */
  awaited: (waitingFor: string | null) => readonly [Exclude<ReadinessState, "done">, ReadinessOwner, RequirementReason];
  /** Who does it, where nothing is wrong with it. */
  owner: ReadinessOwner;
  fixUrl: (owner: ReadinessOwner, reason: RequirementReason) => string | null;
  isGate: boolean;
  /** The run that it is of was stopped: it goes on when somebody says so. */
  isStopped?: boolean;
};

const stateOf = (part: StepFacts, { blame, awaited, owner, isStopped }: Asked) => {
  if (part.state === "waiting") return awaited(part.waitingFor);
  if (isNotAsked(part) || (isStopped && part.state === "pending")) return ["due", owner, "stopped"] as const;
  if (part.state === "failed") return ["problem", ...causeOf(part.errorCode, blame)] as const;
  if (part.state === "retrying") return ["waiting", ...causeOf(part.errorCode, blame)] as const;
  return ["waiting", "upstream", part.state === "running" ? "goes_on" : "comes_after"] as const;
};

/** What a worker's part of an onboarding needs: it goes on, is tried again, waits for somebody, or has failed and somebody has to mend it. */
export function toPart(code: Requirement["code"], part: StepFacts, asked: Asked): Requirement {
  const { isGate, owner } = asked;
  if (part.state === "done" || part.state === "skipped") return done(code, owner, { since: part.endedAt, isGate });
  const state = stateOf(part, asked);
  const ended = part.state === "failed" ? part.endedAt : part.startedAt;
  const deadline = part.state === "retrying" ? part.nextAttemptAt : null;
  return open(code, state, { since: ended, deadline, fixUrl: asked.fixUrl(state[1], state[2]), isGate });
}
