import type { CustomerRole } from "@/lib/customers/schema/access";
import { call } from "@/lib/platform/http/browser";
import type { Envelope } from "@/lib/platform/http/envelope";

type Answer = Promise<Envelope<unknown>>;
type Act = (input: unknown) => Answer;

/** The acts of an admin on a customer's people, from the desk. */
export type PeopleDesk = { customerId: number } & Record<"invite" | "resend" | "revoke" | "giveRole" | "remove", Act>;

/** What may be done about a customer's people. */
export type PeopleDoor = {
  invite: (given: { email: string; role: unknown; customerId: number }) => Answer;
  resend: (id: number) => Answer;
  revoke: (id: number) => Answer;
  giveRole: (id: number, role: CustomerRole) => Answer;
  remove: (id: number) => Answer;
};

const api = "/api/v1/customer";

const own: PeopleDoor = {
  invite: given => call("POST", `${api}/users`, given),
  resend: id => call("POST", `${api}/invites/${id}/resend`),
  revoke: id => call("POST", `${api}/invites/${id}/revoke`),
  giveRole: (id, role) => call("PUT", `${api}/users/${id}/role`, { role }),
  remove: id => call("DELETE", `${api}/users/${id}`),
};

/** The way by which somebody changes a customer's people: an admin from the desk, and its own people by their API. */
export function peopleDoor(desk: PeopleDesk | undefined): PeopleDoor {
  if (!desk) return own;
  const { customerId, invite, resend, revoke, giveRole, remove } = desk;
  return {
    invite,
    resend: id => resend({ customerId, id }),
    revoke: id => revoke({ customerId, id }),
    giveRole: (id, role) => giveRole({ customerId, id, role }),
    remove: id => remove({ customerId, id }),
  };
}
