import { done, type Moment, open, type Requirement } from "@/lib/platform/readiness/requirement";
import type { ReadinessOwner } from "@/lib/platform/readiness/schema";
import type { Standing } from "@/lib/platform/readiness/standing";
import type { MemberState } from "../schema/transition";

/** All that says what a member needs. */
export type MemberFacts = {
  id: number;
  state: MemberState;
  standing: Standing;
  /** Are there all details that every plan asks for? */
  hasDetails: boolean;
  /** A partner brings them aboard. */
  isPartners: boolean;
  invite: { sentAt: Moment; expiresAt: Moment; takeUpUntil: Moment } | null;
  dueAt: Moment;
  /** Since when they have a plan, and the day of the contract's end. */
  subscribedAt: Moment;
  endedAt: Moment;
  contractEndsOn: Moment;
  isContractOver: boolean;
};

const doneAt = ({ standing }: MemberFacts, code: string) => standing.steps.find(({ step }) => step === code);

/** Whoever was asked last brings the details; nobody else can. */
function asked({ invite, isPartners }: MemberFacts): ReadinessOwner {
  if (invite) return "user";
  return isPartners ? "partner" : "admin";
}

const brings = ({ isPartners }: MemberFacts): ReadinessOwner => (isPartners ? "partner" : "admin");
const pageOf = ({ id }: MemberFacts, owner: ReadinessOwner, place = "") =>
  owner === "admin" ? `/admin/members/${id}${place}` : null;

function toDetails(facts: MemberFacts): Requirement {
  const owner = asked(facts);
  if (facts.hasDetails) return done("details", owner, { since: doneAt(facts, "details")?.endedAt });
  const state = facts.state === "invited" || facts.state === "draft" ? "due" : "later";
  return open("details", [state, owner, "details_missing"], {
    ...{ since: facts.standing.createdAt, deadline: facts.invite?.takeUpUntil },
    fixUrl: pageOf(facts, owner, "/edit"),
  });
}

// Only an invitation asks who somebody is; the other ways to a plan are proven by whoever calls.
function toIdentity(facts: MemberFacts): Requirement {
  const row = doneAt(facts, "identity");
  if (row?.state === "done") return done("identity", "user", { since: row.endedAt });
  if (facts.state !== "invited") return open("identity", ["later", "user", "comes_after"]);
  const { sentAt: since, expiresAt: deadline } = facts.invite ?? { sentAt: null, expiresAt: null };
  return open("identity", ["waiting", "user", "invited"], { since, deadline });
}

function toActivation(facts: MemberFacts): Requirement {
  const { state, invite, dueAt, standing } = facts;
  const owner = brings(facts);
  const more = { isGate: true, fixUrl: pageOf(facts, owner) };
  const end = standing.endedAt;
  switch (state) {
    case "activated":
      return done("activation", owner, { since: facts.subscribedAt ?? end, isGate: true });
    case "scheduled":
      return open("activation", ["waiting", owner, "scheduled"], { ...more, deadline: dueAt });
    case "invited":
      return open("activation", ["waiting", "user", "invited"], {
        isGate: true,
        since: invite?.sentAt,
        deadline: invite?.takeUpUntil,
      });
    case "otp_verified":
      return open("activation", ["due", "user", "not_agreed"], {
        isGate: true,
        since: invite?.sentAt,
        deadline: invite?.takeUpUntil,
      });
    case "failed":
      return open("activation", ["problem", owner, "activation_failed"], { ...more, since: end });
    case "expired":
      return open("activation", ["due", owner, "invite_expired"], { ...more, since: end });
    case "deactivated":
      return open("activation", ["due", owner, "ended"], { ...more, since: facts.endedAt ?? end });
    case "draft":
      return open("activation", ["due", owner, "not_invited"], { ...more, since: standing.createdAt });
  }
}

function toSubscription(facts: MemberFacts): Requirement[] {
  const { state, subscribedAt, contractEndsOn: deadline, isContractOver, endedAt } = facts;
  if (state === "deactivated") return [open("subscription", ["later", brings(facts), "ended"], { since: endedAt })];
  if (state !== "activated") return [];
  if (isContractOver)
    return [
      open("subscription", ["due", "admin", "contract_over"], { since: deadline, fixUrl: pageOf(facts, "admin") }),
    ];
  return [done("subscription", "admin", { since: subscribedAt, deadline })];
}

/** All that a member needs. The badge of staff, the alerts and every API read this and decide nothing themselves. */
export const toReadiness = (facts: MemberFacts): Requirement[] => [
  toDetails(facts),
  toIdentity(facts),
  toActivation(facts),
  ...toSubscription(facts),
];
