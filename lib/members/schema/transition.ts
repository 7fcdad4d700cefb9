/** Where a member stands. */
export const memberStates = [
  "draft",
  "invited",
  "otp_verified",
  "scheduled",
  "activated",
  "deactivated",
  "expired",
  "failed",
] as const;
export type MemberState = (typeof memberStates)[number];

/** What can befall a member; the words of the activation log. */
export const memberEvents = [
  "invite",
  "resend",
  "revoke",
  "details",
  "otp_ok",
  "accept",
  "schedule",
  "cancel",
  "due",
  "expire",
  "fail",
  "partner_call",
  "admin_activate",
  "replace",
  "deactivate",
] as const;
export type MemberEvent = (typeof memberEvents)[number];

/** What the next state depends on besides state and event: whether the plan starts later, and whether the member may have it at all. */
export type Circumstances = { startsLater?: boolean; isEligible?: boolean };

type Row = Partial<Record<MemberEvent, MemberState>>;

const activated = { partner_call: "activated", admin_activate: "activated" } as const;
const again = { invite: "invited", schedule: "scheduled", ...activated } as const;

// Contract 7, row for row. An active member may be given a plan of another core offering by the same two events (decision 018).
const table: Record<MemberState, Row> = {
  draft: { invite: "invited", schedule: "scheduled", fail: "failed", ...activated },
  invited: {
    resend: "invited",
    revoke: "draft",
    details: "invited",
    otp_ok: "otp_verified",
    schedule: "scheduled",
    expire: "expired",
    ...activated,
  },
  // Contract 7 names no way out for who was verified and does not agree; only the end of their time brings it about (decision 023).
  otp_verified: { accept: "activated", expire: "expired", ...activated },
  scheduled: { due: "activated", cancel: "draft", ...activated },
  activated: { replace: "activated", deactivate: "deactivated", ...activated },
  deactivated: again,
  expired: again,
  failed: again,
};

/**
 * The state that an event leads to, or null where it is not possible. An accepted plan that starts later is scheduled; who is due and may not have
 * it has failed.
 */
export function transition(state: MemberState, event: MemberEvent, at: Circumstances = {}): MemberState | null {
  const next = table[state][event] ?? null;
  if (event === "accept" && next && at.startsLater) return "scheduled";
  if (event === "due" && next && at.isEligible === false) return "failed";
  return next;
}

/** What can befall a member in this state: the acts that a page offers. */
export const eventsOf = (state: MemberState): MemberEvent[] =>
  memberEvents.filter(event => transition(state, event) !== null);
