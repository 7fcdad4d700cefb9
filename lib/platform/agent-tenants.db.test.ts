import { expect, test } from "vitest";
import { Prisma, type Tx, transaction } from "./db";
import { addAgent, agentRowOf } from "./testing/agent-tables";
import { attemptIn, testWalls } from "./testing/tenant-walls";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);

async function addWithAccount(tx: Tx, id: number) {
  const phoneNumber = `+35262108${id}`;
  await tx.user.create({ data: { id, phoneNumber, name: `Agent ${id}`, email: `agent${id}@example.com` } });
  await tx.userRole.create({ data: { userId: id, role: "agent" } });
  return addAgent(tx, id);
}

testWalls({
  who: "agent",
  ...{ table: "agent", key: "user_id", column: "agent_user_id", otherColumn: "user_id" },
  current: "current_agent_user_id()",
  rowOf: agentRowOf,
  add: addWithAccount,
  idOf: of => of.agent,
});

test("bar 24: of the notices an agent has those of their own account that tell of no store", async () => {
  const [own, foreign] = [8011, 8012];
  const facts = {
    code: "SHOP8011",
    name: "Shop",
    ownerName: "A",
    email: "a@example.com",
    phoneNumber: "+352621000000",
  };
  const storeId = await system(async tx => {
    for (const id of [own, foreign]) await addWithAccount(tx, id);
    return (await tx.store.create({ data: facts, select: { id: true } })).id;
  });
  const write = (userId: number, ofStore: number | null) => Prisma.sql`
    INSERT INTO notice (user_id, store_id, kind, values, href, created_at)
    VALUES (${userId}, ${ofStore}, 'kind', '{"code": "C", "message": "M"}', '/', now())`;
  await system(async tx => {
    for (const [userId, ofStore] of [
      [own, null],
      [own, storeId],
      [foreign, null],
    ] as const)
      await tx.$executeRaw(write(userId, ofStore));
  });
  const seen = await transaction({ agent: own }, tx => tx.notice.findMany({ select: { userId: true, storeId: true } }));
  expect(seen).toEqual([{ userId: own, storeId: null }]);
  const items = await transaction({ agent: own }, tx => tx.$queryRaw`SELECT user_id FROM notification_items`);
  expect(items).toEqual([{ user_id: own }]);
  const outcomes = [];
  for (const [userId, ofStore] of [
    [own, null],
    [own, storeId],
    [foreign, null],
  ] as const)
    outcomes.push(await attemptIn({ agent: own }, write(userId, ofStore)));
  expect(outcomes).toEqual([1, "refused", "refused"]);
});

const readAccounts = () =>
  system(tx =>
    tx.user.findMany({
      where: { id: { in: [8021, 8022] } },
      include: { roles: { select: { role: true, accountType: true } } },
      orderBy: { id: "asc" },
    }),
  );

test("000: what reZEN tells goes to the account of the transaction and to no other, and an address that is there stays", async () => {
  await system(async tx => {
    for (const id of [8021, 8022]) await addWithAccount(tx, id);
    await tx.userRole.create({ data: { userId: 8021, role: "practitioner" } });
  });
  const [, foreign] = await readAccounts();
  const tell = (tx: Tx) => tx.$executeRaw`
    SELECT tell_agent_account('Ada', 'https://example.com/ada.png', 'agent-at-rezen', 'other@example.com', '+352621089999', 'Team')`;
  await transaction({ agent: 8021 }, tell);
  const [told, untouched] = await readAccounts();
  expect(told).toMatchObject({
    name: "Ada",
    agentId: "agent-at-rezen",
    email: "agent8021@example.com",
    phoneNumber: "+352621088021",
  });
  expect(told?.roles).toEqual([
    { role: "agent", accountType: "Team" },
    { role: "practitioner", accountType: null },
  ]);
  expect(untouched).toEqual(foreign);
  // A tenant of another kind, and nobody's transaction, tell nothing to anybody.
  for (const scope of [{ store: 8021 }, { practitioner: 8021 }, "system"] as const) await transaction(scope, tell);
  expect(await readAccounts()).toEqual([told, untouched]);
});

test("bar 24: an agent's own transactions know the address of their account, and no other account", async () => {
  await system(async tx => {
    for (const id of [8031, 8032]) await addWithAccount(tx, id);
  });
  const ask = (tx: Tx) => tx.$queryRaw`SELECT * FROM agent_contact()`;
  const contact = { name: "Agent 8031", email: "agent8031@example.com", phone_number: "+352621088031" };
  expect(await transaction({ agent: 8031 }, ask)).toEqual([contact]);
  expect(await transaction({ store: 8031 }, ask)).toEqual([]);
  for (const table of ["user", "user_roles", "agent_signup"]) {
    const named = Prisma.raw(`"${table}"`);
    const read = attemptIn({ agent: 8031 }, Prisma.sql`SELECT FROM ${named}`);
    // Roles are a store's table too: an agent sees none of them.
    expect(await read, table).toBe(table === "user_roles" ? 0 : "refused");
  }
  await system(tx => tx.user.update({ where: { id: 8031 }, data: { disabledAt: new Date() } }));
  expect(await transaction({ agent: 8031 }, ask)).toEqual([]);
});
