import type { APIRequestContext } from "@playwright/test";
import { dataOf, newPhoneNumber, post } from "./people";

const api = "/api/v1/admin";
let made = 0;

/** Where invited members are served. */
export const inviteApi = "/api/v1/beneficiary";

/** What stands in the newest link that was sent to somebody. */
export async function readLink(request: APIRequestContext, to: string): Promise<string> {
  const messages: { link?: string }[] = await dataOf(await request.get("/api/dev/outbox", { params: { to } }));
  const link = messages.find(message => message.link?.includes("/invite/"))?.link ?? "";
  return new URL(link).pathname.replace("/invite/", "");
}

/** A member of a contract of their own, of whom the date of birth is missing, and the plan that they shall have; an admin makes them. */
export async function newGuest(admin: APIRequestContext, plan: object = {}) {
  const own = `${process.pid}_${++made}`;
  const [email, phone] = [`guest.${own}@example.com`, newPhoneNumber()];
  const { id: employer_id } = await post(admin, `${api}/employers`, { name: `Hosts ${own}` }, 201);
  const contract = await post(admin, `${api}/parent-subscriptions`, { employer_id, starts_on: "2026-01-01" }, 201);
  const belongs = { parent_subscription_id: contract.id };
  const offered = { ...belongs, name: `Gold ${own}`, core_offering: "health", ...plan };
  const { id: planId, name } = await post(admin, `${api}/plans`, offered, 201);
  const told = { ...belongs, name: `Meera ${own}`, gender: "F", email_id: email, phone_number: phone };
  const { id } = await post(admin, `${api}/members`, told, 201);
  return { id: Number(id), planId: String(planId), plan: String(name), email, phone, name: told.name };
}

/** The same, invited a moment ago, with what stands in the link. */
export async function newInvited(admin: APIRequestContext, plan: object = {}) {
  const guest = await newGuest(admin, plan);
  await post(admin, `${api}/members/${guest.id}/invite`, { plan_subscription_id: guest.planId });
  return { ...guest, token: await readLink(admin, guest.email) };
}
