/** Why a link is not open any more: a newer one was sent, it was taken back, the plan came by another door, it was taken up, its time is over. */
export const inviteEnds = ["replaced", "revoked", "superseded", "accepted", "expired"] as const;
export type InviteEnd = (typeof inviteEnds)[number];
