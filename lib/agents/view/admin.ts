import type { StatusView } from "./status";

/** Where an agent's account stands, as the desk says it: besides the words of a run those of before the first, and of one that tries again, does not move, or is paused. */
export type AgentState = StatusView["state"] | "no_key" | "not_started" | "retrying" | "stalled" | "paused";

/** An agent's account with its newest sync, as the admin's list shows it. */
export type AgentItem = {
  userId: number;
  onboardingId: number;
  name: string;
  accountType: string | null;
  state: AgentState;
  /** Parts that came through or do not concern the agent, of how many; and the place and name of the one that is on. */
  done: number;
  total: number;
  current: { number: number; step: string } | null;
  failed: string[];
  /** Why the newest run did not begin, or what its first failed part says. */
  error: string | null;
  /** Without one there is nothing to try again. */
  hasKey: boolean;
  keyProblem: { at: string; class: string } | null;
  /** How often data is fetched by itself, when next, and since when nothing is. */
  schedule: { every: "never" | "day" | "week"; nextAt: string | null; pausedAt: string | null };
  startedAt: string | null;
  endedAt: string | null;
};

/** A page of agents, and where the next one begins. */
export type AgentPage = { items: AgentItem[]; nextCursor: string | null };
