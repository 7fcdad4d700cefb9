import { isNotAsked, notAsked } from "../flow/redo";
import { done, open, type Requirement } from "./requirement";
import type { ReadinessOwner, ReadinessState, RequirementReason } from "./schema";
import type { StepFacts } from "./standing";

/** What stopped something: who mends it, and why. */
export type Cause = readonly [ReadinessOwner, RequirementReason];
type Told = (blame: Blame) => Cause;

/** Who has the key of an upstream, and who the content that is read: the one mends what is refused, the other what cannot be read. What is open to anybody has no key. */
export type Blame = { key: ReadinessOwner | null; content: ReadinessOwner };

// What goes on by itself, and what nobody but the other side can mend.
const ofUpstream: Readonly<Record<string, RequirementReason>> = {
  ...{ unreachable: "no_answer", rate_limit: "slowed_down", team_first: "comes_after" },
  ...{ other_key: "goes_on", other_client: "goes_on", other_shop: "goes_on" },
};
const ofKey: Readonly<Record<string, RequirementReason>> = {
  ...{ auth: "key_refused", permission: "right_missing", other_tenant: "other_tenant" },
  ...{ key_unreadable: "key_unreadable", unreadable: "key_unreadable" },
};
const ofOurs: Readonly<Record<string, RequirementReason>> = {
  ...{ internal: "our_fault", timeout: "our_fault", unavailable: "our_fault" },
};

/** The codes that have the same owner whatever stopped: nobody of us, whoever has the key, our staff. */
export const codesOf = {
  nobody: [...Object.keys(ofUpstream), notAsked.code],
  key: Object.keys(ofKey),
  ours: Object.keys(ofOurs),
};

const listed = (reasons: Readonly<Record<string, RequirementReason>>, toCause: (reason: RequirementReason) => Told) =>
  Object.entries(reasons).map(([code, reason]) => [code, toCause(reason)] as const);

// A code is whatever a step has kept: no word may find what every object has.
const causes = new Map<string, Told>([
  ...listed(ofUpstream, reason => () => ["upstream", reason]),
  // An address that anybody may open and that asks for a password is another one than was meant.
  ...listed(
    ofKey,
    reason =>
      ({ key, content }) =>
        key ? [key, reason] : [content, "refused_content"],
  ),
  ...listed(ofOurs, reason => () => ["admin", reason]),
  ["wrong_address", ({ content }) => [content, "wrong_address"]],
  // A server that somebody named is theirs: too much, or not what it says it is.
  ["unexpected", ({ content }) => (content === "user" ? ["user", "refused_content"] : ["admin", "odd_answer"])],
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
  /** Where somebody tries it again when the other side was given up. */
  againUrl: string;
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
  const isGivenUp = state[0] === "problem" && state[1] === "upstream";
  const fixUrl = isGivenUp ? asked.againUrl : asked.fixUrl(state[1], state[2]);
  return open(code, state, { since: ended, deadline, fixUrl, isGate });
}
