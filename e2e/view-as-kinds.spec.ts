import type { APIRequestContext } from "@playwright/test";
import { usualMatrix } from "@/lib/customers/schema/access";
import { transaction } from "@/lib/platform/db";
import { listDoors } from "@/lib/platform/testing/rules/doors";
import { readSources } from "@/lib/platform/testing/sources";
import { idOf } from "./actions";
import { expect, test } from "./fixtures";
import { agentsApi, connectAgent, signUpAgent, syncAgent } from "./own-agent";
import { bringPractitionerTo, signUpPractitioner } from "./own-practitioner";
import { dataOf, newPhoneNumber, type Person, post } from "./people";

const people = "/api/v1/admin/people";
const reason = "cannot find the key, called us";

/** Somebody who is looked at: who they are, the pages that they have, and under what their own calls are. */
type Looked = { id: number; role: string; pages: string[]; api: string };
type Ground = { caller: () => Promise<APIRequestContext>; admin: Person };

const practitioner =
  (isThrough: boolean) =>
  async ({ caller }: Ground): Promise<Looked> => {
    const person = await signUpPractitioner(await caller());
    await bringPractitionerTo(person, isThrough ? undefined : "professional-details");
    const steps = ["basic-info", "visual-profile", "professional-details"];
    const settings = ["", "/bio-about", "/experience-certifications"].map(part => `/dashboard/settings${part}`);
    const pages = isThrough
      ? ["/dashboard", ...settings]
      : ["/onboarding", ...steps.map(step => `/onboarding/${step}`)];
    return { id: await idOf(person), role: "practitioner", pages, api: "/api/v1/practitioner" };
  };

const agent =
  (isThrough: boolean) =>
  async ({ caller }: Ground): Promise<Looked> => {
    const person = await signUpAgent(await caller());
    await connectAgent(person);
    if (isThrough) expect(await syncAgent(person)).toMatch(/^(complete|partial)$/);
    const open = ["dashboard", "transactions", "listings", "network", "earnings", "changes", "syncs", "settings"];
    const pages = isThrough ? open : ["onboarding", "onboarding/connect", "onboarding/sync"];
    return { id: await idOf(person), role: "agent", pages: pages.map(page => `/agent/${page}`), api: agentsApi };
  };

const customerManager = async (): Promise<Looked> => {
  const phoneNumber = newPhoneNumber();
  const now = new Date();
  const id = await transaction("system", async tx => {
    const user = await tx.user.create({
      data: { phoneNumber, email: `${phoneNumber.slice(1)}@example.com`, emailConfirmed: true, name: "Cara Manager" },
    });
    const customer = await tx.customer.create({ data: { name: "Looked at", createdAt: now, updatedAt: now } });
    await tx.userRole.create({ data: { userId: user.id, role: "customer" } });
    const seat = { customerId: customer.id, userId: user.id, role: "manager", notifyBy: [], joinedAt: now };
    await tx.customerUser.create({ data: seat });
    const rights = usualMatrix.manager.map(permission => ({ permission, role: "manager", isAllowed: true }));
    await tx.customerPermission.createMany({ data: rights.map(right => ({ ...right, customerId: customer.id })) });
    return user.id;
  });
  const pages = ["", "/workflows", "/changes", "/users", "/preferences"].map(page => `/customer${page}`);
  return { id, role: "customer", pages, api: "/api/v1/customer" };
};

const all: [string, (ground: Ground) => Promise<Looked>][] = [
  ["a practitioner in the wizard", practitioner(false)],
  ["a practitioner who is through", practitioner(true)],
  ["an agent with a key", agent(false)],
  ["an agent who is through", agent(true)],
  ["a customer's manager", customerManager],
];

/** All that is kept of a person, but for who looked at them. */
async function everythingOf(by: Person, id: number): Promise<Record<string, unknown>> {
  const { tables } = await (await by.request.get(`${people}/${id}/export`)).json();
  return { ...tables, outbox_message: tables.outbox_message?.length, audit_entry: null, view_as: null };
}

const ownWrites = (api: string) =>
  listDoors(readSources()).filter(
    ({ verb, address }) => ["POST", "PUT", "PATCH", "DELETE"].includes(verb) && address.startsWith(`${api}/`),
  );

for (const [name, make] of all)
  test(`F30: who looks as ${name} sees each of their pages under the banner, and changes nothing until the end`, async ({
    caller,
    staff,
  }) => {
    const [admin, other] = [await staff("admin"), await staff("admin")];
    const { id, role, pages, api } = await make({ caller, admin });
    await post(admin.request, `${people}/${id}/view-as`, { reason }, 201);
    const before = await everythingOf(other, id);
    expect(await dataOf(await admin.request.get("/api/v1/auth/me"))).toMatchObject({ id, roles: [{ role }] });
    for (const page of pages) {
      const answer = await admin.request.get(page);
      expect.soft([answer.status(), new URL(answer.url()).pathname.startsWith(page)], page).toEqual([200, true]);
      const text = await answer.text();
      expect.soft(text, page).toMatch(/You see what .+ sees/);
      if (page.endsWith("/sync")) expect.soft(text, "nobody is asked").toMatch(/role="status"[^>]*>Not sent: you only/);
    }
    for (const { verb, address } of ownWrites(api)) {
      const answer = await admin.request.fetch(address.replaceAll(/\[\w+\]/g, "1"), { method: verb, data: {} });
      expect.soft((await answer.json()).error?.code, `${verb} ${address}`).toBe("read_only_view");
    }
    expect(await everythingOf(other, id)).toEqual(before);

    await post(admin.request, `${people}/${id}/view-as/end`, {});
    expect(await dataOf(await admin.request.get("/api/v1/auth/me"))).toMatchObject({ roles: [{ role: "admin" }] });
    const after = await admin.request.get(pages[0] ?? "");
    expect(await after.text(), "the end is an end").not.toMatch(/You see what .+ sees/);
    const { tables } = await (await other.request.get(`${people}/${id}/export`)).json();
    expect(tables.view_as[0]).toMatchObject({ looked_at: expect.arrayContaining(pages.slice(1)) });
  });
