import { expect, test } from "vitest";
import { evaluateAlerts } from "@/lib/platform/alerts/evaluate";
import { createStaff } from "@/lib/platform/auth/staff";
import { type Tx, transaction } from "@/lib/platform/db";
import { listMessages } from "@/lib/platform/notifications/queries";
import { flushCalls } from "@/lib/platform/outbound/call-log";
import { type AgentRun, beginSync, newAgentRun, workToEnd } from "@/lib/platform/testing/agent-run";
import { passTime } from "@/lib/platform/testing/pass-time";
import { openTestRezen } from "@/lib/platform/testing/test-rezen";
import { fillRezen } from "@/lib/platform/testing/wire-rezen";
import { testKey } from "./service/test-key";

const rezen = await openTestRezen();
fillRezen(rezen);
rezen.pageSize = 200;
const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const email = "alex@example.com";
await system(tx => createStaff(tx, { phoneNumber: "+352621000001", role: "admin", name: "Alex Admin", email }));

// The others have tests of their own.
const looked = ["failed_onboardings", "failed_syncs", "failed_validations", "refused_keys"];
await system(tx => tx.$executeRaw`UPDATE alert_rule SET enabled = id = ANY(${looked})`);

/** As often in a row as a share must be found, or missed. */
const evaluate = async () => {
  await flushCalls();
  for (let round = 0; round < 2; round++) {
    await system(tx => tx.$executeRaw`UPDATE alert_rule SET evaluated_at = NULL`);
    await evaluateAlerts();
  }
};
const alerts = () => system(tx => tx.alert.findMany({ where: { closedAt: null }, orderBy: { rule: "asc" } }));
const told = async () => (await listMessages({ to: email })).map(({ subject }) => subject);
const sync = async (apiKey: string): Promise<AgentRun> => {
  const at = await newAgentRun({ apiKey, teamId: null });
  await workToEnd(at);
  return at;
};

test("bar 76: more than a tenth of set-ups, a twentieth of syncs or three keys refused are told, each kind of trouble once, and its end", async () => {
  for (const key of ["key", "key"]) await sync(key);
  const refused = [await sync("refused-1"), await sync("refused-2")];
  await evaluate();
  expect(await alerts(), "two of four are too few to speak of").toEqual([]);
  refused.push(await sync("refused-3"));
  await evaluate();
  await evaluate();
  const share = { subject: "agent", detail: { failed: 3, total: 5 }, told: 1 };
  expect(await alerts()).toMatchObject([
    { rule: "failed_onboardings", ...share },
    { rule: "failed_syncs", ...share },
    { ...share, rule: "failed_validations", subject: "rezen" },
    { rule: "refused_keys", subject: "agent", detail: { keys: 3 }, told: 1 },
  ]);
  expect((await told()).sort()).toEqual([
    "Alert: Many credentials are not accepted",
    "Alert: Many keys are refused",
    "Alert: Many set-ups fail",
    "Alert: Many syncs fail",
  ]);

  // Their keys work again: a set-up that comes through after all is none that failed, its first sync stays one.
  for (const key of ["refused-1", "refused-2", "refused-3"]) rezen.keys.add(key);
  for (const one of refused) {
    await testKey(one, { agentId: null });
    await workToEnd(await beginSync(one));
  }
  await evaluate();
  expect((await alerts()).map(({ rule }) => rule)).toEqual(["failed_syncs", "failed_validations", "refused_keys"]);

  await passTime(61 * 60);
  await evaluate();
  expect(
    (await alerts()).map(({ rule }) => rule),
    "of an hour later only what happened within it counts",
  ).toEqual(["failed_validations", "refused_keys"]);
  expect(await told()).toContain("Over: Many syncs fail");
});
