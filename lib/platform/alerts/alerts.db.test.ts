import { afterAll, beforeEach, expect, test, vi } from "vitest";
import type { SessionUser } from "../auth/session";
import { createStaff } from "../auth/staff";
import { type Tx, transaction } from "../db";
import { env } from "../env";
import { raiseAlert } from "../notifications/alert";
import { listMessages } from "../notifications/queries";
import { listenForMail } from "../sandbox/mail-sink";
import { sandboxState } from "../sandbox/server";
import { withConnection } from "../testing/database";
import { newStoreRun } from "../testing/store-run";
import { evaluateAlerts } from "./evaluate";
import { getRule, listAlerts } from "./queries";
import { probeRule, RuleKind, RuleSettings } from "./schema";
import { acknowledgeAlert, standIn } from "./service";
import { addRule, changeRule, removeRule } from "./service/change-rules";

const state = sandboxState(0);
const mail = await listenForMail(state, { host: "127.0.0.1", port: 0 });
vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${mail.port}`);
afterAll(() => mail.close());

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const caller = { address: "127.0.0.1", agent: "test" };
const patience = { timeout: 30_000, interval: 50 };
const email = "alex@example.com";
const phoneNumber = "+352621000001";
const actor = await system(async tx => {
  const id = await createStaff(tx, { phoneNumber, role: "admin", name: "Alex Admin", email });
  await createStaff(tx, { phoneNumber: "+352621000002", role: "operator", name: "Olga", email: "olga@example.com" });
  await createStaff(tx, { phoneNumber: "+352621000003", role: "admin", name: "Without an address" });
  return { id, roles: [{ role: "admin" }] } as SessionUser;
});
const operator = { ...actor, roles: [{ role: "operator" }] } as SessionUser;
const order = { actor, caller };
const asOwner = (sql: string) => withConnection(env.databaseUrl, client => client.query(sql));

beforeEach(async () => {
  state.calls.clear();
  await system(async tx => {
    await tx.$executeRaw`DELETE FROM outbox_message`;
    await tx.$executeRaw`DELETE FROM alert`;
    await tx.$executeRaw`DELETE FROM upstream_breaker`;
    await tx.$executeRaw`DELETE FROM worker_beat`;
  });
  await beat("worker", 0);
});

const beat = (kind: "worker" | "poll", secondsAgo: number) =>
  system(
    tx => tx.$executeRaw`
      INSERT INTO worker_beat (id, kind, started_at, beat_at) VALUES (${kind}, ${kind}, now(), now() - make_interval(secs => ${secondsAgo}))
      ON CONFLICT (id) DO UPDATE SET beat_at = excluded.beat_at`,
  );
const circuitOpen = (minutes: number | null) =>
  system(tx =>
    minutes === null
      ? tx.$executeRaw`DELETE FROM upstream_breaker`
      : tx.$executeRaw`
          INSERT INTO upstream_breaker (name, failures, opened_at, probe_after, updated_at)
          VALUES ('letzshop', 12, now() - make_interval(mins => ${minutes}::int), now(), now())`,
  );
const advance = (seconds: number) =>
  system(
    tx => tx.$executeRaw`
      INSERT INTO app_clock (id, advance_seconds) VALUES (1, ${seconds})
      ON CONFLICT (id) DO UPDATE SET advance_seconds = app_clock.advance_seconds + ${seconds}`,
  );
/** The next evaluation, without waiting for its fifteen seconds. */
// A rule of a domain is evaluated by whoever brings what it looks for.
const none = async () => [];
const ofDomains = {
  ...{ activation_failure_rate: none, broken_credentials: none },
  ...{ failing_customer_syncs: none, unmended_problems: none, slow_answers: none },
};
const evaluate = async (times = 1) => {
  await system(tx => tx.$executeRaw`UPDATE alert_rule SET evaluated_at = NULL`);
  await Promise.all(Array.from({ length: times }, () => evaluateAlerts(ofDomains)));
};
const alerts = async (rule: string) =>
  (await listAlerts(actor, { state: "all", limit: 25 })).items.filter(one => one.rule === rule);
const subjects = async () =>
  (await listMessages({ channel: "email" })).map(({ subject, to }) => `${to} ${subject}`).reverse();
const [begun, over] = [`${email} Alert: A provider does not answer`, `${email} Over: A provider does not answer`];

test("bar 76: of twenty processes at once one evaluates: one alert, one message, to admins with an address", async () => {
  await circuitOpen(6);
  await asOwner(`
    CREATE TABLE evaluation (rule text);
    CREATE FUNCTION note_evaluation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
      $$ BEGIN INSERT INTO evaluation VALUES (NEW.id); RETURN NEW; END $$;
    CREATE TRIGGER noted AFTER UPDATE ON alert_rule FOR EACH ROW WHEN (NEW.evaluated_at IS NOT NULL) EXECUTE FUNCTION note_evaluation()`);
  await evaluate(20);
  const { rows } = await asOwner("SELECT rule, count(*)::int AS times FROM evaluation GROUP BY rule ORDER BY rule");
  expect(rows, "of twenty one").toEqual([...RuleKind.options, probeRule].sort().map(rule => ({ rule, times: 1 })));
  await asOwner("DROP TRIGGER noted ON alert_rule; DROP FUNCTION note_evaluation; DROP TABLE evaluation");
  expect(await alerts("open_circuits")).toMatchObject([
    { subject: "letzshop", state: "open", told: 1, count: 1, detail: { minutes: 6, failures: 12 } },
  ]);
  expect(await subjects()).toEqual([begun]);
});

test("bar 76: nobody evaluates a rule twice within fifteen seconds", async () => {
  await evaluate();
  await circuitOpen(6);
  await evaluateAlerts(ofDomains);
  expect(await alerts("open_circuits")).toEqual([]);
  await system(tx => tx.$executeRaw`UPDATE alert_rule SET evaluated_at = now() - interval '16 s'`);
  await evaluateAlerts(ofDomains);
  expect(await alerts("open_circuits")).toHaveLength(1);
});

test("bar 76: it is told once per window, its end once, and what comes and goes within a window is not told again", async () => {
  await circuitOpen(6);
  for (let round = 0; round < 5; round++) await evaluate();
  expect(await subjects()).toEqual([begun]);
  await circuitOpen(null);
  for (let round = 0; round < 3; round++) await evaluate();
  expect(await alerts("open_circuits")).toMatchObject([{ state: "recovered" }]);
  expect(await subjects()).toEqual([begun, over]);
  await circuitOpen(6);
  await evaluate();
  await circuitOpen(null);
  await evaluate();
  expect(await alerts("open_circuits")).toMatchObject([{ told: 0, state: "recovered" }, { told: 1 }]);
  expect(await subjects()).toEqual([begun, over]);
  await circuitOpen(6);
  await advance(3601);
  await evaluate();
  expect(await subjects(), "the next window").toEqual([begun, over, begun]);
});

test("bar 76: what goes on is told again after its window, until somebody acknowledges it", async () => {
  await circuitOpen(6);
  await evaluate();
  await advance(3601);
  await evaluate();
  expect(await subjects()).toEqual([begun, begun]);
  const [alert] = await alerts("open_circuits");
  const seen = await acknowledgeAlert(alert?.id ?? 0, order);
  expect(seen).toMatchObject({ state: "acknowledged", acknowledgedBy: { id: actor.id, name: "Alex Admin" } });
  expect(await acknowledgeAlert(alert?.id ?? 0, order), "twice is the same").toEqual(seen);
  await advance(3601);
  await evaluate();
  expect(await subjects()).toEqual([begun, begun]);
  await circuitOpen(null);
  await evaluate();
  expect(await subjects()).toEqual([begun, begun, over]);
  await expect(acknowledgeAlert(alert?.id ?? 0, order)).rejects.toMatchObject({ code: "illegal_transition" });
  const records = await system(tx => tx.auditEntry.count({ where: { action: "alert.acknowledged" } }));
  expect(records).toBe(1);
});

test("an alert and its message are one transaction: while no message can be written there is no alert, and then there are both", async () => {
  await circuitOpen(6);
  await asOwner("ALTER TABLE outbox_message ADD CONSTRAINT nothing_new CHECK (id = '') NOT VALID");
  await evaluate();
  expect(await alerts("open_circuits")).toEqual([]);
  await asOwner("ALTER TABLE outbox_message DROP CONSTRAINT nothing_new");
  await evaluate();
  expect(await alerts("open_circuits")).toHaveLength(1);
  expect(await subjects()).toEqual([begun]);
});

test("bar 8: a flood of codes is told, and over when it has been quiet for half an hour", async () => {
  const detail = { sends: 20, windowSeconds: 600, address: "203.0.113.7" };
  await system(tx => raiseAlert(tx, { rule: "otp_block", subject: "+352621555•••", detail }));
  await evaluate();
  expect(await subjects()).toEqual([`${email} Alert: Many codes to one block of numbers`]);
  expect((await listMessages({}))[0]?.body).toContain("20 codes went to numbers of the block +352621555•••");
  const masked = (await listAlerts(operator, { state: "open", limit: 25 })).items;
  expect(JSON.stringify(masked), "an operator is not shown from where").not.toContain("203.0.113.7");
  await advance(20 * 60);
  await evaluate();
  expect(await alerts("otp_block")).toMatchObject([{ state: "open" }]);
  await advance(11 * 60);
  await evaluate();
  expect(await alerts("otp_block")).toMatchObject([{ state: "recovered" }]);
});

test("runs that give no sign are told; one that waits for its next try is not", async () => {
  const stalled = await newStoreRun();
  const waiting = await newStoreRun();
  await system(async tx => {
    await tx.$executeRaw`UPDATE onboarding_run SET created_at = now() - interval '6 minutes'`;
    await tx.$executeRaw`
      UPDATE onboarding_step SET state = 'retrying', next_attempt_at = now() + interval '1 hour' WHERE onboarding_id = ${waiting.onboardingId} AND step = 'orders'`;
  });
  await evaluate();
  expect(await alerts("stalled_runs")).toMatchObject([{ subject: "*", detail: { runs: 1 } }]);
  await system(
    tx => tx.$executeRaw`
      UPDATE onboarding_step SET state = 'running', heartbeat_at = now() WHERE onboarding_id = ${stalled.onboardingId} AND step = 'orders'`,
  );
  await evaluate();
  expect(await alerts("stalled_runs")).toMatchObject([{ state: "recovered" }]);
  await system(tx => tx.$executeRaw`UPDATE onboarding_run SET status = 'complete', ended_at = now()`);
});

test("the dead-man switch holds when neither worker nor poll was seen, and only then", async () => {
  const isOn = async () => (await alerts("dead_man")).some(({ state: stands }) => stands === "open");
  await changeRule("dead_man", { parameters: { workerSeconds: 5 } }, order);
  await vi.waitFor(() => expect(process.uptime()).toBeGreaterThan(5), patience);
  await beat("worker", 4);
  await evaluate();
  expect(await isOn(), "a worker was here just now").toBe(false);
  await beat("worker", 60);
  await beat("poll", 300);
  await evaluate();
  expect(await isOn(), "the poll may come yet").toBe(false);
  await beat("poll", 361);
  await evaluate();
  expect(await isOn()).toBe(true);
  await beat("poll", 1);
  await evaluate();
  expect(await isOn(), "the poll came").toBe(false);
  expect(await subjects()).toEqual([`${email} Alert: Nobody works`, `${email} Over: Nobody works`]);
});

test("a web process that is alone notices that nobody works, and sends the message itself, once", async () => {
  // Also where the product's own rule is off, and one that was added looks.
  await changeRule("dead_man", { enabled: false }, order);
  await addRule({ kind: "dead_man", parameters: { workerSeconds: 5 }, channels: ["email"] }, order);
  await beat("worker", 600);
  await system(tx => tx.$executeRaw`UPDATE alert_rule SET evaluated_at = NULL`);
  await standIn();
  const taken = () => state.calls.list("smtp", "mail").map(({ detail }) => detail.subject);
  await vi.waitFor(() => expect(taken()).toEqual(["Alert: Nobody works"]), patience);
  await standIn();
  expect(taken()).toHaveLength(1);
  expect(await system(tx => tx.outboxMessage.findMany({ select: { state: true } }))).toEqual([{ state: "sent" }]);
  await system(tx => tx.$executeRaw`DELETE FROM alert_rule WHERE id LIKE '%-%'`);
});

test("a rule that is switched off closes its alerts and tells nobody; what cannot be set is named", async () => {
  await circuitOpen(6);
  await evaluate();
  await changeRule("open_circuits", { enabled: false }, order);
  await evaluate();
  expect(await alerts("open_circuits")).toMatchObject([{ state: "recovered" }]);
  expect(await subjects()).toEqual([begun]);
  await changeRule("open_circuits", { enabled: true, cooldownSeconds: 60, parameters: { minutes: 10 } }, order);
  await evaluate();
  expect((await alerts("open_circuits")).filter(({ state: stands }) => stands === "open")).toEqual([]);
  const refused = { code: "invalid_input", errors: [{ field: "parameters.minutes" }] };
  await expect(changeRule("open_circuits", { parameters: { minutes: 0 } }, order)).rejects.toMatchObject(refused);
  const unknown = { code: "invalid_input", errors: [{ field: "parameters.hours" }] };
  await expect(changeRule("open_circuits", { parameters: { hours: 1 } }, order)).rejects.toMatchObject(unknown);
  await expect(changeRule("nothing", {}, order)).rejects.toMatchObject({ code: "not_found" });
});

test("of two admins who set a rule at once, who has not seen how the other set it is told, and overwrites nothing; of two who change other things of it neither is lost", async () => {
  const seenOf = async () => RuleSettings.parse(await getRule("open_circuits"));
  const seen = await seenOf();
  const save = (minutes: number, shown?: RuleSettings) =>
    changeRule("open_circuits", { parameters: { minutes }, ...(shown ? { seen: shown } : {}) }, order);
  const ends = await Promise.allSettled([save(21, seen), save(22, seen)]);
  expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const kept = await seenOf();
  const given = kept.parameters.minutes === 21 ? 22 : 21;
  expect(ends.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "version_conflict", data: { saved: kept, given: { parameters: { minutes: given } } } },
  });
  await save(Number(kept.parameters.minutes), seen);
  expect(await save(given, kept), "who has seen it means it so").toMatchObject({ parameters: { minutes: given } });
  // Each reads the rule before the other has written, were they not one after the other.
  await Promise.all([save(5), changeRule("open_circuits", { cooldownSeconds: 120 }, order)]);
  await Promise.all([save(6), changeRule("open_circuits", { cooldownSeconds: 180 }, order)]);
  expect(await seenOf()).toMatchObject({ parameters: { minutes: 6 }, cooldownSeconds: 180 });
  const noted = await system(tx =>
    tx.auditEntry.findFirstOrThrow({ where: { action: "alert_rule.changed" }, orderBy: { id: "desc" } }),
  );
  expect(JSON.stringify(noted.detail), "the trail keeps what changed").not.toContain("seen");
});

test("an added rule has its own patience, channels and end; of twenty-one at once one is too many; the product's own stay", async () => {
  const usual = { enabled: true, parameters: { minutes: 5 }, channels: ["email" as const], cooldownSeconds: 3600 };
  await changeRule("open_circuits", usual, order);
  const rule = await addRule({ kind: "open_circuits", parameters: { minutes: 30 }, channels: [] }, order);
  expect(rule).toMatchObject({ kind: "open_circuits", isAdded: true, enabled: true, cooldownSeconds: 3600 });
  await circuitOpen(6);
  await evaluate();
  expect([await alerts("open_circuits"), await alerts(rule.id)]).toMatchObject([[{ told: 1 }], []]);
  await circuitOpen(null);
  await circuitOpen(31);
  await evaluate();
  expect(await alerts(rule.id)).toMatchObject([
    { kind: "open_circuits", state: "open", told: 0, detail: { minutes: 31 } },
  ]);
  expect(await subjects(), "its channel is the desk").toEqual([begun]);
  await changeRule(rule.id, { channels: ["email"], cooldownSeconds: 60 }, order);
  await evaluate();
  expect(await subjects()).toEqual([begun, begun]);
  expect(await removeRule(rule.id, order)).toEqual({ id: rule.id });
  expect(await alerts(rule.id), "what it told of can still be read").toMatchObject([{ state: "recovered" }]);
  await expect(removeRule(rule.id, order)).rejects.toMatchObject({ code: "not_found" });
  await expect(removeRule("open_circuits", order)).rejects.toMatchObject({ code: "illegal_transition" });
  await expect(addRule({ kind: "otp_all" }, order), "raised where it happens").rejects.toMatchObject({ status: 422 });
  const many = await Promise.allSettled(
    Array.from({ length: 21 }, () => addRule({ kind: "dead_letters", channels: [] }, order)),
  );
  const [made, refused] = [
    many.filter(one => one.status === "fulfilled"),
    many.filter(one => one.status === "rejected"),
  ];
  expect(refused).toMatchObject([{ reason: { code: "illegal_transition" } }]);
  for (const { value } of made) await removeRule(value.id, order);
});
