import { expect, test } from "vitest";
import { transaction } from "./db";
import { forget, giveBack, type Spent, spend } from "./rate-limit";

const system = <T>(work: Parameters<typeof transaction<T>>[1]) => transaction("system", work);
const budget = (key: string, limit = 2, windowSeconds = 600) => ({ key, limit, windowSeconds });
const pay = (key: string) => system(tx => spend(tx, [budget(key)]));
const receiptsOf = (spent: Spent) => (spent.ok ? spent.receipts : expect.unreachable("was refused"));
const advance = (seconds: number) =>
  system(
    tx => tx.$executeRaw`
      INSERT INTO app_clock (id, advance_seconds) VALUES (1, ${seconds})
      ON CONFLICT (id) DO UPDATE SET advance_seconds = app_clock.advance_seconds + ${seconds}`,
  );

test("a budget says when it is emptied, and then no, with the wait", async () => {
  expect(await pay("a")).toMatchObject({ ok: true, exhausted: [] });
  expect(await pay("a")).toMatchObject({ ok: true, exhausted: ["a"] });
  const refused = await pay("a");
  expect(refused).toMatchObject({ ok: false, key: "a" });
  if (!refused.ok) expect(refused.retryAfterSeconds).toBeGreaterThan(590);
});

test("what is given back can be spent again", async () => {
  const receipts = receiptsOf(await pay("b"));
  await pay("b");
  await system(tx => giveBack(tx, receipts));
  expect((await pay("b")).ok).toBe(true);
  expect((await pay("b")).ok).toBe(false);
});

test("nothing is given back into a window that began later, nor below nothing", async () => {
  const receipts = receiptsOf(await pay("c"));
  await advance(601);
  await pay("c");
  await pay("c");
  await system(tx => giveBack(tx, receipts));
  expect((await pay("c")).ok).toBe(false);
  const fresh = receiptsOf(await pay("d"));
  for (let i = 0; i < 3; i++) await system(tx => giveBack(tx, fresh));
  expect(await system(tx => tx.rateBucket.findUniqueOrThrow({ where: { key: "d" } }))).toMatchObject({ spent: 0 });
});

test("forty who spend and give back at once neither deadlock nor miscount", async () => {
  const names = ["e", "f", "g", "h"];
  const both = async (i: number) => {
    const order = i % 2 ? names : [...names].reverse();
    const spent = await system(tx =>
      spend(
        tx,
        order.map(key => budget(key, 1000)),
      ),
    );
    await system(tx =>
      giveBack(
        tx,
        [...receiptsOf(spent)].sort(() => (i % 3) - 1),
      ),
    );
  };
  await Promise.all(Array.from({ length: 40 }, (_, i) => both(i)));
  const left = await system(tx => tx.rateBucket.findMany({ where: { key: { in: names } }, select: { spent: true } }));
  expect(left.map(({ spent }) => spent)).toEqual([0, 0, 0, 0]);
});

test("a forgotten budget begins anew", async () => {
  for (let i = 0; i < 3; i++) await pay("i");
  expect(await system(tx => forget(tx, ["i", "nothing"]))).toBe(1);
  expect((await pay("i")).ok).toBe(true);
});
