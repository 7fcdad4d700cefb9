import { beforeEach, expect, test } from "vitest";
import { arrive, choosePlace, listPlaces } from "./kinds";
import { listRoles } from "./platform/auth/person";
import { findSession, openSession } from "./platform/auth/session";
import { type Tx, transaction } from "./platform/db";
import { createOnboarding } from "./platform/flow/onboarding";
import { storeOnboarding } from "./stores/steps";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const caller = { address: "203.0.113.7", agent: "test" };
type Role = "admin" | "operator" | "practitioner" | "store";

let serial = 0;
let userId = 0;
beforeEach(async () => {
  const phoneNumber = `+35262130${String(++serial).padStart(4, "0")}`;
  userId = (await system(tx => tx.user.create({ data: { phoneNumber } }))).id;
});

const give = (role: Role, storeId: number | null = null) =>
  system(tx => tx.userRole.create({ data: { userId, role, storeId } }));
async function addStore(name: string): Promise<number> {
  const made = await system(async tx => {
    const facts = { ownerName: "Anna", email: "anna@example.com", phoneNumber: "+352621000000" };
    const code = `SHOP${++serial}`;
    const store = await tx.store.create({ data: { code, name, ...facts, ownerId: userId, verifiedAt: new Date() } });
    await createOnboarding(tx, storeOnboarding, store.id);
    return store.id;
  });
  await give("store", made);
  return made;
}
const arriveAs = (audience: string | null = null, storeId: number | null = null) =>
  system(async tx => arrive(tx, { userId, storeId, audience, roles: await listRoles(tx, userId) }));
async function signedIn() {
  const { sid } = await system(tx => openSession(tx, { userId }));
  return (await findSession(sid)) ?? expect.unreachable("has no session");
}

test("who has one place goes there, and who has none to the front page", async () => {
  expect(await arriveAs()).toMatchObject({ redirectTo: "/" });
  await give("operator");
  await give("admin");
  expect(await arriveAs()).toMatchObject({ redirectTo: "/admin", storeId: null });
});

test("who has several chooses; who said what they come for goes straight there", async () => {
  await give("admin");
  const storeId = await addStore("Épicerie");
  expect(await arriveAs()).toMatchObject({ redirectTo: "/choose", storeId });
  expect(await arriveAs("admin")).toMatchObject({ redirectTo: "/admin", storeId: null });
  expect(await arriveAs("store")).toMatchObject({ redirectTo: expect.stringMatching(/^\/store\//), storeId });
  expect(await arriveAs("customer")).toMatchObject({ redirectTo: "/choose" });
  await addStore("Librairie");
  expect(await arriveAs("store")).toMatchObject({ redirectTo: "/choose" });
});

test("a session moves between the stores of its person, at the next request, and nowhere else", async () => {
  const [first, second] = [await addStore("Épicerie"), await addStore("Librairie")];
  const session = await signedIn();
  expect((await listPlaces(session)).map(({ name, role }) => [name, role])).toEqual([
    ["Épicerie", "store"],
    ["Librairie", "store"],
  ]);
  for (const storeId of [first, second]) {
    const place = await choosePlace(session, { role: "store", storeId }, caller);
    expect(place).toMatchObject({ storeId, redirectTo: `/store/${place.storeCode}/onboarding`, isCurrent: true });
    expect(await findSession(session.sid)).toMatchObject({ storeId });
  }
  const refusal = { code: "not_found" };
  await expect(choosePlace(session, { role: "store", storeId: 999_999 }, caller)).rejects.toMatchObject(refusal);
  await expect(choosePlace(session, { role: "admin", storeId: null }, caller)).rejects.toMatchObject(refusal);
  await expect(choosePlace(session, { role: "admin", storeId: first }, caller)).rejects.toMatchObject(refusal);
  expect(await findSession(session.sid)).toMatchObject({ storeId: second });
});

test("a role lost after the page was drawn cannot be chosen", async () => {
  const [first] = [await addStore("Épicerie"), await addStore("Librairie")];
  const stale = await signedIn();
  await system(tx => tx.userRole.deleteMany({ where: { userId, storeId: first } }));
  await expect(choosePlace(stale, { role: "store", storeId: first }, caller)).rejects.toMatchObject({
    code: "not_found",
  });
});
