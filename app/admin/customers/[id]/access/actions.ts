"use server";

import { CustomerAccess, CustomerAsking, CustomerPerson, CustomerPersonRole } from "@/lib/customers/schema/acts";
import { changeAccess } from "@/lib/customers/service/access/change-access";
import { changeRole, removeUser } from "@/lib/customers/service/access/change-user";
import { inviteUser } from "@/lib/customers/service/access/invite-user";
import { asAdmin } from "@/lib/customers/service/access/keeper";
import { resendInvite, revokeInvite } from "@/lib/customers/service/access/renew-invite";
import { action } from "@/lib/platform/http/action";

export const save = action({
  auth: "admin",
  input: CustomerAccess,
  handle: ({ actor, input: { customerId, ...input }, http }) => changeAccess({ customerId, input }, actor, http),
});
export const invite = action({
  auth: "admin",
  input: CustomerAsking,
  handle: ({ actor, input, http: { address } }) => inviteUser(asAdmin(actor, input), input, { address }),
});
export const resend = action({
  auth: "admin",
  input: CustomerPerson,
  handle: ({ actor, input, http }) => resendInvite(asAdmin(actor, input), input.id, http.address),
});
export const revoke = action({
  auth: "admin",
  input: CustomerPerson,
  handle: ({ actor, input, http }) => revokeInvite(asAdmin(actor, input), input.id, http.address),
});
export const giveRole = action({
  auth: "admin",
  input: CustomerPersonRole,
  handle: ({ actor, input, http: { address } }) => changeRole(asAdmin(actor, input), { id: input.id, input, address }),
});
export const remove = action({
  auth: "admin",
  input: CustomerPerson,
  handle: ({ actor, input, http: { address } }) => removeUser(asAdmin(actor, input), { id: input.id, address }),
});
