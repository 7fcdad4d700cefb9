import type { APIRequestContext } from "@playwright/test";
import { newPhoneNumber } from "./people";

type Who = { request: APIRequestContext };
type SentFile = Record<string, string | { name: string; mimeType: string; buffer: Buffer }>;
type Call = { data?: object; multipart?: SentFile; at?: number | string | readonly string[]; query?: string };
type Hold = (who: Who, operation: string, call?: Call) => Promise<{ id: number }>;

const api = "/api/v1/admin";
const data = { reason: "asked for by phone" };

async function walkMembers(hold: Hold, admin: Who, contract: string, plan: string): Promise<void> {
  const told = { name: "Ada Lovelace", dob: "1990-12-10", gender: "F", phone_number: newPhoneNumber() };
  const body = { ...told, parent_subscription_id: contract };
  const { id: at } = await hold(admin, `POST ${api}/members`, { data: body });
  const asked = { plan_subscription_id: plan };
  await hold(admin, `PATCH ${api}/members/{id}`, {
    at,
    data: { version: 0, city: "London", nominee_details: { name: "Al" } },
  });
  const inAnHour = { ...asked, activation_date: Math.floor(Date.now() / 1000) + 3600 };
  await hold(admin, `POST ${api}/members/{id}/schedule`, { at, data: inAnHour });
  await hold(admin, `GET ${api}/members/{id}`, { at });
  await hold(admin, `POST ${api}/members/{id}/cancel`, { at });
  await hold(admin, `POST ${api}/members/{id}/activate`, { at, data: asked, query: "?dry_run=true" });
  await hold(admin, `POST ${api}/members/{id}/activate`, { at, data: asked });
  await hold(admin, `GET ${api}/members`);
  await hold(admin, `GET ${api}/members/{id}`, { at });
  await hold(admin, `POST ${api}/members/{id}/deactivate`, { at, data });
  await hold(admin, `GET ${api}/members/{id}/history`, { at });
}

/** A file of an employer's people, looked at and taken, and another one that is thrown away. */
async function walkImports(hold: Hold, admin: Who, employer: number, contract: string): Promise<void> {
  const imports = `${api}/employers/{id}/imports`;
  const buffer = Buffer.from(`name,phone\nAda,${newPhoneNumber()}\nNobody,none\n`);
  const file = { name: "people.csv", mimeType: "text/csv", buffer };
  const multipart = { file, parent_subscription_id: contract, act: "add" };
  for (const act of ["start", "abort"]) {
    const { id } = await hold(admin, `POST ${imports}`, { multipart, at: employer });
    const at = [String(employer), String(id)];
    const data = { fields: ["name", "phone_number"] };
    await hold(admin, `POST ${imports}/{import_id}/mapping`, { at, data });
    await hold(admin, `POST ${imports}/{import_id}/${act}`, { at, ...(act === "start" ? { data } : {}) });
    await hold(admin, `GET ${imports}/{import_id}`, { at });
    await hold(admin, `GET ${imports}/{import_id}/errors.csv`, { at });
  }
  await hold(admin, `GET ${imports}`, { at: employer });
}

/** Calls every operation that admins have for employers, contracts, plans and members. */
export async function walkEmployers(hold: Hold, admin: Who): Promise<void> {
  const { id: employer } = await hold(admin, `POST ${api}/employers`, { data: { name: "Engines Ltd" } });
  const bought = { employer_id: employer, starts_on: "2026-01-01" };
  const contract = String((await hold(admin, `POST ${api}/parent-subscriptions`, { data: bought })).id);
  const offered = {
    parent_subscription_id: contract,
    name: "Gold",
    core_offering: "health",
    seats: 2,
    allows_auto: true,
  };
  const plan = String((await hold(admin, `POST ${api}/plans`, { data: offered })).id);
  await walkMembers(hold, admin, contract, plan);
  await walkImports(hold, admin, employer, contract);
  await hold(admin, `GET ${api}/employers`);
  await hold(admin, `GET ${api}/employers/{id}`, { at: employer });
  await hold(admin, `POST ${api}/plans/{id}/retire`, { at: plan, data });
  await hold(admin, `POST ${api}/parent-subscriptions/{id}/cancel`, { at: contract, data });
  for (const act of ["disable", "enable"])
    await hold(admin, `POST ${api}/employers/{id}/${act}`, { at: employer, data });
}
