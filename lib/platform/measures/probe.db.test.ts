import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { evaluateAlerts } from "../alerts/evaluate";
import { listAlerts, listRules } from "../alerts/queries";
import { NewRule } from "../alerts/schema";
import { createStaff } from "../auth/staff";
import { advanceClock } from "../clock";
import { type Tx, transaction } from "../db";
import { deliver } from "../notifications/delivery";
import { listenForMail } from "../sandbox/mail-sink";
import { sandboxState } from "../sandbox/server";
import { injectProbe, settleProbes } from "./probe";
import { findSlow, getTargets } from "./queries";

const state = sandboxState(0);
const mail = await listenForMail(state, { host: "127.0.0.1", port: 0 });
vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${mail.port}`);
vi.stubEnv("ALERT_PROBE", "on");
vi.stubEnv("ALERT_PROBE_TO", "probe@example.com");
afterAll(() => mail.close());

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const inject = () => system(tx => injectProbe(tx, true));
const alertTime = async () => {
  const { targets } = await getTargets(async () => ({}));
  return targets.find(({ id }) => id === "alert_time");
};
const slow = () => system(tx => findSlow(tx, { minutes: 15, atLeast: 50 }));
const evaluate = async () => {
  await system(tx => tx.$executeRaw`UPDATE alert_rule SET evaluated_at = NULL`);
  await evaluateAlerts();
};
const messages = () => system(tx => tx.outboxMessage.findMany({ orderBy: { createdAt: "asc" } }));
const deliverAll = async () => {
  for (const { id, state: at } of await messages()) if (at === "pending") await deliver(id);
};

await system(tx =>
  createStaff(tx, { phoneNumber: "+352621000001", role: "admin", name: "Alex", email: "alex@example.com" }),
);
beforeEach(() =>
  system(
    tx =>
      tx.$executeRaw`INSERT INTO worker_beat (id, kind, started_at, beat_at) VALUES ('w', 'worker', now(), now()) ON CONFLICT DO NOTHING`,
  ),
);

test("a failure is made up once an hour, its alert goes out as any other, to nobody of ours, and how long it took is written down", async () => {
  expect(await system(tx => injectProbe(tx, false))).toBe(0);
  const made = await Promise.all(Array.from({ length: 5 }, inject));
  expect(made.filter(count => count === 1)).toHaveLength(1);
  await evaluate();
  await deliverAll();
  expect(await messages()).toMatchObject([{ recipient: "probe@example.com", state: "sent" }]);
  expect([await system(settleProbes), await system(settleProbes)]).toEqual([1, 0]);
  await evaluate();
  expect(await messages(), "that it is over is told to nobody").toHaveLength(1);
  const figure = await alertTime();
  expect(figure).toMatchObject({ state: "met", samples: 1, limit: 60 });
  expect(figure?.figure).toBeLessThan(10);
  expect(await system(tx => tx.alert.findMany())).toMatchObject([{ rule: "probe", closedAt: expect.any(Date) }]);
});

test("the desk shows neither the rule nor its alerts, and none can be added", async () => {
  const admin = { roles: [{ role: "admin" as const, storeId: null }] };
  expect((await listAlerts(admin, { state: "all", limit: 25 })).items).toEqual([]);
  expect((await listRules()).items.map(({ id }) => id)).not.toContain("probe");
  expect(NewRule.safeParse({ kind: "probe" }).success).toBe(false);
});

test("one that does not arrive within a minute makes the target red", async () => {
  await advanceClock(3700);
  expect(await inject()).toBe(1);
  await evaluate();
  expect(await alertTime(), "there is time").toMatchObject({ state: "met", samples: 1 });
  await advanceClock(90);
  const late = await alertTime();
  expect(late).toMatchObject({ state: "missed", samples: 2 });
  expect(late?.figure).toBeGreaterThan(85);
  expect(await slow(), "and is itself an alert").toMatchObject([
    { subject: "alerts", detail: { target: 60_000, slowest: "probe" } },
  ]);
  await deliverAll();
  await system(settleProbes);
  expect(await alertTime()).toMatchObject({ state: "missed", samples: 2 });
});

test("where nobody makes up any more, the target is red for as long as one is due", async () => {
  await advanceClock(3600 - 120);
  expect((await alertTime())?.samples, "the next one may be made up yet").toBe(2);
  await advanceClock(2 * 86_400);
  const due = await alertTime();
  expect(due).toMatchObject({ state: "missed", samples: 1 });
  expect(due?.figure).toBeGreaterThan(2 * 86_400 - 3600);
  expect(await slow()).toMatchObject([{ subject: "alerts", detail: { samples: 1 } }]);
  expect(await inject()).toBe(1);
  await evaluate();
  await deliverAll();
  await system(settleProbes);
  expect([await alertTime(), await slow()]).toMatchObject([{ state: "met", samples: 1 }, []]);
});
