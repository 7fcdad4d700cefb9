import { expect, test } from "vitest";
import { eventsOf, type MemberEvent, type MemberState, memberEvents, memberStates, transition } from "./transition";

// Contract 7 as it is written there, row for row; a second plan of another core offering is decision 018, the end of who was verified 023.
const contract: Record<MemberState, string> = {
  draft: "invite>invited admin_activate>activated partner_call>activated schedule>scheduled fail>failed",
  invited:
    "resend>invited revoke>draft details>invited otp_ok>otp_verified schedule>scheduled partner_call>activated admin_activate>activated expire>expired",
  otp_verified: "accept>activated expire>expired partner_call>activated admin_activate>activated",
  scheduled: "due>activated cancel>draft partner_call>activated admin_activate>activated",
  activated: "replace>activated deactivate>deactivated partner_call>activated admin_activate>activated",
  deactivated: "invite>invited schedule>scheduled partner_call>activated admin_activate>activated",
  expired: "invite>invited schedule>scheduled partner_call>activated admin_activate>activated",
  failed: "invite>invited schedule>scheduled partner_call>activated admin_activate>activated",
};
const wanted = (state: MemberState) =>
  new Map(contract[state].split(" ").map(one => one.split(">") as [string, string]));

test("E1: every event in every state leads where contract 7 says, or nowhere", () => {
  for (const state of memberStates)
    for (const event of memberEvents)
      expect([state, event, transition(state, event)]).toEqual([state, event, wanted(state).get(event) ?? null]);
});

test("E1: who accepts a plan that starts later is scheduled, who is due and may not have it has failed, and nothing else depends on either", () => {
  expect(transition("otp_verified", "accept", { startsLater: true })).toBe("scheduled");
  expect(transition("scheduled", "due", { isEligible: false })).toBe("failed");
  const special = new Set(["otp_verified accept", "scheduled due"]);
  for (const state of memberStates)
    for (const event of memberEvents) {
      if (special.has(`${state} ${event}`)) continue;
      const changed = transition(state, event, { startsLater: true, isEligible: false });
      expect([state, event, changed]).toEqual([state, event, transition(state, event)]);
    }
});

test("E1: the events that a page offers are those that lead somewhere, and nobody is in a state without a way on", () => {
  for (const state of memberStates) {
    const offered: MemberEvent[] = eventsOf(state);
    expect(new Set(offered)).toEqual(new Set(wanted(state).keys()));
    expect(offered.length).toBeGreaterThan(0);
  }
});
