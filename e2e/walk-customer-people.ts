import type { APIRequestContext } from "@playwright/test";
import { acceptInvite, bringCustomerAboard, customerApi, readInvite } from "./own-customer";
import { dataOf, readCode } from "./people";

type Who = { request: APIRequestContext };
type Call = { data?: object; at?: number | string; query?: string };
type Hold = (who: Who, operation: string, call?: Call) => Promise<{ id: number; challenge_id: string }>;

/** Calls every operation that a customer's people have, and what admins have for them. */
export async function walkCustomerPeople(hold: Hold, admin: Who, people: readonly [Who, Who], sandboxUrl: string) {
  const [manager, viewer] = people;
  const { id, contact } = await bringCustomerAboard(admin.request, sandboxUrl);
  await acceptInvite(manager.request, contact);
  const ask = `${customerApi}`;
  const invited = `viewer-of-${id}@example.com`;
  const invite = { email: invited, role: "viewer" };
  await hold(manager, `POST ${ask}/users`, { data: invite, query: "?dry_run=true" });
  await hold(manager, `POST ${ask}/users`, { data: invite });
  const people1 = await dataOf(await manager.request.get(`${ask}/users`));
  await hold(manager, `POST ${ask}/invites/{id}/resend`, { at: people1.invites[0].id });
  const token = await readInvite(viewer.request, invited);
  const { challenge_id } = await hold(viewer, `POST ${ask}/join/code`, { data: { token } });
  const otp = await readCode(viewer.request, invited);
  await hold(viewer, `POST ${ask}/join`, { data: { token, challenge_id, otp } });
  await hold(manager, `POST ${ask}/users`, { data: { email: `other-${invited}`, role: "manager" } });
  const { users, invites } = await dataOf(await manager.request.get(`${ask}/users`));
  await hold(manager, `GET ${ask}/users`);
  await hold(manager, `POST ${ask}/invites/{id}/revoke`, { at: invites[0].id });
  const { items } = await dataOf(await viewer.request.get(`${ask}/workflows`));
  await hold(viewer, `GET ${ask}/workflows`, { query: "?q=a&state=active&trigger=scheduled&limit=2" });
  await hold(viewer, `GET ${ask}/workflows/{id}`, { at: items[0].id });
  await hold(viewer, `GET ${ask}/changes`);
  await hold(manager, `GET ${ask}/workflows/{id}/export`, { at: items[0].id });
  await hold(manager, `POST ${ask}/sync`, { data: {}, query: "?dry_run=true" });
  await hold(manager, `POST ${ask}/sync`, { data: {} });
  await hold(manager, `PUT ${ask}/preferences`, { data: { email: false, in_app: true } });
  await hold(manager, `GET ${ask}/preferences`);
  const second = users.find((user: { email: string }) => user.email === invited).id;
  await hold(manager, `PUT ${ask}/users/{id}/role`, { at: second, data: { role: "manager" } });
  await hold(manager, `DELETE ${ask}/users/{id}`, { at: second });
  const access = "/api/v1/admin/customers/{id}/access";
  await hold(admin, `GET ${access}`, { at: id });
  const cells = [{ role: "viewer", permission: "sync.run", is_allowed: true }];
  const widgets = { viewer: ["workflows"] };
  await hold(admin, `PUT ${access}`, { at: id, data: { cells, widgets } });
}
