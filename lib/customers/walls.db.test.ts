import { beforeAll, expect, test } from "vitest";
import { type Tx, transaction } from "@/lib/platform/db";
import { listCustomerRoutes } from "@/lib/platform/testing/customer-api";
import { type CustomerPerson, newCustomerPerson } from "@/lib/platform/testing/customer-people";
import {
  type CustomerRun,
  newCustomer,
  newStaff,
  openSandboxZuora,
  type Staff,
  workToEnd,
} from "@/lib/platform/testing/customer-run";
import { type Permission, permissions } from "./schema/access";
import { changeAccess } from "./service/access/change-access";
import { listReaders } from "./service/news/list-readers";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);

/** A customer with somebody alone who manages it, an open invite, and a workflow. */
type World = CustomerRun & { manager: CustomerPerson; workflow: number; invite: number };

const zuora = await openSandboxZuora({ workflows: 2, tasks: 1 });
let admin: Staff;
let own: World;
let foreign: World;

async function newWorld(tenant: number): Promise<World> {
  const at = await newCustomer(admin, zuora, { tenant });
  await workToEnd(at);
  const { customerId } = at;
  const [workflow, invite] = await system(async tx => [
    await tx.workflow.findFirstOrThrow({ where: { customerId }, orderBy: { zuoraId: "asc" } }),
    await tx.customerInvite.findFirstOrThrow({ where: { customerId } }),
  ]);
  return { ...at, manager: await newCustomerPerson(customerId, "manager"), workflow: workflow.id, invite: invite.id };
}

beforeAll(async () => {
  admin = await newStaff();
  [own, foreign] = [await newWorld(1), await newWorld(2)];
});

type Row = { needs: Permission; path: (of: World) => string; body?: (of: World) => object };
const asked = { email: "walls@example.com", role: "viewer" };

/** What each route is asked, which changes nothing that matters here, and what its caller must be allowed to do. A new one needs a row. */
const rows: Record<string, Row> = {
  "GET workflows": { needs: "workflows.read", path: () => "/workflows" },
  "GET workflows/[id]": { needs: "workflows.read", path: ({ workflow }) => `/workflows/${workflow}` },
  "GET workflows/[id]/export": { needs: "exports.download", path: ({ workflow }) => `/workflows/${workflow}/export` },
  "GET changes": { needs: "changes.read", path: () => "/changes" },
  "POST sync": {
    ...{ needs: "sync.run", path: () => "/sync?dry_run=true" },
    body: ({ workflow }) => ({ workflow_id: workflow }),
  },
  "GET users": { needs: "users.read", path: () => "/users" },
  "POST users": { needs: "users.manage", path: () => "/users?dry_run=true", body: () => asked },
  // Nobody else manages it: whoever may is told so.
  "PUT users/[id]/role": {
    ...{ needs: "users.manage", path: ({ manager }) => `/users/${manager.memberId}/role` },
    body: () => ({ role: "viewer" }),
  },
  "DELETE users/[id]": { needs: "users.manage", path: ({ manager }) => `/users/${manager.memberId}` },
  "POST invites/[id]/resend": { needs: "users.manage", path: ({ invite }) => `/invites/${invite}/resend` },
  "POST invites/[id]/revoke": { needs: "users.manage", path: ({ invite }) => `/invites/${invite}/revoke` },
  "GET preferences": { needs: "preferences.manage", path: () => "/preferences" },
  "PUT preferences": {
    ...{ needs: "preferences.manage", path: () => "/preferences" },
    body: () => ({ email: true, in_app: true }),
  },
};

/** How each route answers somebody who asks for what is of a customer. */
async function walk(person: CustomerPerson, of: World): Promise<Record<string, number>> {
  const answers: Record<string, number> = {};
  for (const [route, { path, body }] of Object.entries(rows)) {
    // What the call before has taken back or replaced is open again.
    await system(async tx => {
      const { customerId, invite: id } = of;
      await tx.customerInvite.updateMany({ where: { customerId, revokedAt: null }, data: { revokedAt: new Date() } });
      await tx.customerInvite.update({ where: { id }, data: { revokedAt: null } });
    });
    answers[route] = (await person.call(route.split(" ")[0] ?? "", path(of), body?.(of))).status;
  }
  return answers;
}
const routesOf = (answers: Record<string, number>, wanted: (status: number) => boolean) =>
  Object.keys(answers).filter(route => wanted(answers[route] ?? 0));

test("002, contract 8: every route needs exactly its permission, takes it from the matrix as it is at that moment, and without it is not there", async () => {
  const known = (await listCustomerRoutes()).map(route => route.replace("/api/v1/customer/", ""));
  expect(known, "a new route needs a row").toEqual(Object.keys(rows).sort());
  expect(new Set(Object.values(rows).map(({ needs }) => needs))).toEqual(new Set(permissions));
  const viewer = await newCustomerPerson(own.customerId, "viewer");
  const allow = (isAllowed: (one: Permission) => boolean) => {
    const cells = permissions.map(one => ({ role: "viewer" as const, permission: one, isAllowed: isAllowed(one) }));
    return changeAccess({ customerId: own.customerId, input: { cells, widgets: {} } }, admin, { address: "192.0.2.1" });
  };
  // Each permission has a number, and in each round those are allowed that have its bit: what a route answers spells the number of what it needs.
  const numberOf = (permission: Permission) => permissions.indexOf(permission) + 1;
  const spelled = Object.fromEntries(Object.keys(rows).map(route => [route, 0]));
  for (const bit of [1, 2, 4, 8]) {
    await allow(one => (numberOf(one) & bit) !== 0);
    const answers = await walk(viewer, own);
    for (const [route, status] of Object.entries(answers))
      spelled[route] = (spelled[route] ?? 0) + (status === 404 ? 0 : bit);
    const odd = routesOf(answers, status => status === 401 || status === 403 || status >= 500);
    expect(odd, "either there or not there").toEqual([]);
  }
  expect(spelled).toEqual(
    Object.fromEntries(Object.entries(rows).map(([route, { needs }]) => [route, numberOf(needs)])),
  );
});

test("002, bars 24, 100: two customers with one upstream id and one person in both are two worlds, on every route", async () => {
  const idsAtZuora = await system(tx =>
    tx.workflow.findMany({ where: { id: { in: [own.workflow, foreign.workflow] } }, select: { zuoraId: true } }),
  );
  expect(new Set(idsAtZuora.map(({ zuoraId }) => zuoraId)).size, "the same at Zuora").toBe(1);
  const here = await newCustomerPerson(own.customerId, "manager");
  const there = await newCustomerPerson(foreign.customerId, "manager", here);
  for (const [person, home, other] of [
    [here, own, foreign],
    [there, foreign, own],
  ] as const) {
    const named = Object.keys(rows).filter(route => route.includes("[id]") || route === "POST sync");
    const elsewhere = await walk(person, other);
    expect(
      routesOf(elsewhere, status => status === 404),
      "what is named is of the other one",
    ).toEqual(named);
    for (const [route, { path }] of Object.entries(rows).filter(([route]) => route.startsWith("GET"))) {
      const { text, status } = await person.call("GET", path(home));
      expect(status, route).toBe(200);
      expect(text, route).not.toContain(other.manager.email);
      if (route.startsWith("GET workflows")) expect(text, route).not.toContain(`"id":${other.workflow},`);
    }
  }
});

test("002: who hears of a customer is asked in its own transaction alone: its people and the admins, no probe, nobody whose account is closed, and nobody of another", async () => {
  const people = await Promise.all([
    newCustomerPerson(own.customerId, "viewer"),
    newCustomerPerson(own.customerId, "viewer"),
    newCustomerPerson(own.customerId, "viewer"),
  ]);
  const [unconfirmed, closed, tested] = people.map(({ userId }) => userId);
  await system(async tx => {
    await tx.user.update({ where: { id: unconfirmed }, data: { emailConfirmed: false } });
    await tx.user.update({ where: { id: closed }, data: { disabledAt: new Date() } });
    await tx.customerUser.updateMany({ where: { userId: tested }, data: { isProbe: true } });
  });
  const isOf = { isProbe: false, user: { disabledAt: null } };
  const idsOf = async ({ customerId }: World) =>
    (await system(tx => tx.customerUser.findMany({ where: { customerId, ...isOf }, orderBy: { id: "asc" } }))).map(
      ({ id }) => id,
    );
  for (const at of [own, foreign]) {
    const readers = await transaction({ customer: at.customerId }, listReaders);
    const members = readers.flatMap(({ memberId }) => memberId ?? []);
    expect(members.toSorted((one, other) => one - other)).toEqual(await idsOf(at));
    expect(readers.filter(({ memberId }) => memberId === null)).toMatchObject([{ userId: admin.id, role: null }]);
  }
  const [mine] = [await transaction({ customer: own.customerId }, listReaders)];
  expect(mine.find(({ userId }) => userId === unconfirmed)?.email, "nobody has shown that it is theirs").toBeNull();
  expect(mine.map(({ userId }) => userId)).toEqual(
    expect.not.arrayContaining([closed, tested, foreign.manager.userId]),
  );
  for (const scope of ["system", { store: own.customerId }, { customer: 999_999 }] as const) {
    const found = (await transaction(scope, listReaders)).filter(({ memberId }) => memberId !== null);
    expect(found, JSON.stringify(scope)).toEqual([]);
  }
  expect(await transaction({ store: own.customerId }, listReaders), "nor an admin").toEqual([]);
});
