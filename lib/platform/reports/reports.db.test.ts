import { expect, test } from "vitest";
import { jobs } from "@/lib/worker";
import { decrypt } from "../crypto";
import { type Tx, transaction } from "../db";
import { env } from "../env";
import { contentContext } from "../notifications/outbox";
import { withConnection } from "../testing/database";
import { newStore } from "../testing/importing-store";
import { newPractitioner } from "../testing/new-practitioner";
import { findReport, listReports } from "./queries";
import { makeReport, nudgeMonthlyReport, reportQueue } from "./service";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const noTargets = async () => ({});
const nudge = () => system(nudgeMonthlyReport);
const email = "admin-of-reports@example.com";

/** The month before this one by the clock of the product, in Luxembourg, and the moment in it of so many days after its first. */
const monthBefore = async () => {
  const [found] = await system(
    tx => tx.$queryRaw<{ month: number; name: string; from: Date; until: Date }[]>`
      SELECT to_char(first, 'YYYYMM')::int AS month, to_char(first, 'YYYY-MM') AS name, first AT TIME ZONE 'Europe/Luxembourg' AS from,
        (first + interval '1 month') AT TIME ZONE 'Europe/Luxembourg' AS until
      FROM (SELECT date_trunc('month', app_now() AT TIME ZONE 'Europe/Luxembourg') - interval '1 month' AS first) m`,
  );
  return found ?? expect.unreachable("there is always one");
};
const at = (from: Date, minutes: number) => new Date(from.getTime() + minutes * 60_000);

/** When an onboarding began, and when it came through, with all of its steps. */
const setTimes = (onboardingId: number, began: Date, ended: Date | null) =>
  system(async tx => {
    // One after the other: none may be done before those that come before it.
    const steps = await tx.onboardingStep.findMany({ where: { onboardingId }, orderBy: { position: "asc" } });
    for (const { id } of ended ? steps.sort((a, b) => Number(a.parent === null) - Number(b.parent === null)) : [])
      await tx.onboardingStep.update({ where: { id }, data: { state: "done", endedAt: ended } });
    await tx.$executeRaw`
      UPDATE onboarding SET created_at = ${began}, started_at = ${began}, ended_at = ${ended},
        status = CASE WHEN ${ended}::timestamptz IS NULL THEN 'running' ELSE 'complete' END::"OnboardingStatus" WHERE id = ${onboardingId}`;
  });
const mails = async () => {
  const rows = await system(tx => tx.outboxMessage.findMany({ where: { recipient: email } }));
  return rows.map(({ id, payload, kind }) => ({ kind, ...JSON.parse(decrypt(payload ?? "", contentContext(id))) }));
};

test("the month before is reported once, with its sums, and mailed to the admins with it; run again it changes nothing", async () => {
  await system(tx => tx.user.create({ data: { email, emailConfirmed: true, roles: { create: { role: "admin" } } } }));
  const { month, name, from, until } = await monthBefore();
  expect(await nudge(), "nobody was there in that month").toBe(0);

  const stores = [await newStore(), await newStore(), await newStore(), await newStore()] as const;
  await setTimes(stores[0].onboardingId, at(from, 1), at(from, 11));
  await setTimes(stores[1].onboardingId, at(from, -60), at(from, 0));
  await setTimes(stores[2].onboardingId, at(until, -1), at(until, 0));
  await setTimes(stores[3].onboardingId, at(from, -9000), at(from, -1));
  const { practitionerId } = await newPractitioner();
  const own = await system(tx => tx.onboarding.findFirstOrThrow({ where: { practitionerId } }));
  await setTimes(own.id, at(until, 0), null);
  /** Parts of a run that ended then: one of its own, one that an earlier run left behind, one that was not asked for, and a good one. */
  const partsOf = (ended: Date) => [
    { step: "orders", state: "failed", errorCode: "unreachable", startedAt: at(ended, -1) },
    { step: "products", state: "failed", errorCode: "auth", startedAt: at(ended, -3) },
    { step: "texts", state: "failed", errorCode: "not_asked", startedAt: at(ended, -1) },
    { step: "prices", state: "done", errorCode: null, startedAt: at(ended, -1) },
  ];
  const addRun = (number: number, ended: Date, code: string | null) =>
    system(
      tx => tx.$executeRaw`
        INSERT INTO onboarding_run (onboarding_id, number, trigger, status, created_at, ended_at, parts, error_code, error_message)
        VALUES (${stores[0].onboardingId}, ${number}, 'start', 'failed', ${at(ended, -1)}, ${ended}, ${JSON.stringify(partsOf(ended))}::jsonb, ${code}, ${code && "It took too long."})`,
    );
  await addRun(1, at(from, 5), null);
  await addRun(2, at(from, 6), "timeout");
  await addRun(3, at(until, 1), "internal");
  const addAlert = (rule: string, subject: string, opened: Date, closed: Date | null) =>
    system(
      tx => tx.$executeRaw`
        INSERT INTO alert (rule, subject, detail, opened_at, last_at, closed_at)
        VALUES (${rule}, ${subject}, '{}', ${opened}, ${closed ?? opened}, ${closed})`,
    );
  await addAlert("open_circuits", "rezen", at(from, -30), at(from, 30));
  await addAlert("open_circuits", "rezen", at(until, -10), null);
  await addAlert("dead_man-3f9a1c", "worker", at(from, 3), at(from, 4));
  await addAlert("probe", "probe 1", at(from, 3), at(from, 4));

  expect([await nudge(), await nudge()], "until it is there").toEqual([1, 1]);
  expect(jobs.map(job => job.name)).toContain(reportQueue);
  await Promise.all([makeReport(month, noTargets), makeReport(month, noTargets)]);
  const report = await findReport(name);
  expect(report).toMatchObject({ month: name, from: from.toISOString(), until: until.toISOString() });
  expect(report?.onboardings).toEqual([
    ...["store", "practitioner", "member", "agent", "customer"].map(kind =>
      kind === "store"
        ? { kind, begun: 2, completed: 2, medianSeconds: 2100 }
        : { kind, begun: 0, completed: 0, medianSeconds: null },
    ),
  ]);
  expect(report?.failures).toEqual([
    { code: "unreachable", count: 2 },
    { code: "timeout", count: 1 },
  ]);
  expect(report?.alerts).toEqual([
    { rule: "dead_man", opened: 1 },
    { rule: "open_circuits", opened: 1 },
  ]);
  expect(report?.outages).toEqual([{ upstream: "rezen", count: 2, seconds: 2400 }]);
  expect(report?.targets.map(({ id }) => id)).toContain("sign_of_life");
  const [mail, ...more] = await mails();
  expect(more, "one mail of two makers").toEqual([]);
  expect(mail).toMatchObject({
    kind: "report.monthly",
    subject: expect.stringMatching(/^Report of [A-Z][a-z]+ 20\d\d$/),
    text: expect.stringContaining("2 onboardings were begun, 2 came through."),
    link: expect.stringMatching(new RegExp(`/admin/metrics/reports/${name}$`)),
  });

  await setTimes(own.id, at(from, 1), null);
  await makeReport(month, noTargets);
  expect(await findReport(name), "what is reported stays").toEqual(report);
  expect(await nudge(), "nothing is left to report").toBe(0);
  expect((await mails()).length).toBe(1);
  const made = { action: "report.made", subjectId: name };
  expect(await system(tx => tx.auditEntry.count({ where: made }))).toBe(1);
  expect((await listReports({ limit: 1 })).items).toEqual([report]);
  expect(await findReport("2020-01")).toBeNull();
});

test("a report and its mails are one change: where one cannot be written there is neither", async () => {
  const asOwner = (sql: string) => withConnection(env.databaseUrl, client => client.query(sql));
  await asOwner("ALTER TABLE outbox_message ADD CONSTRAINT no_reports CHECK (kind <> 'report.monthly') NOT VALID");
  try {
    await expect(makeReport(202_002, noTargets)).rejects.toThrow();
    expect(await findReport("2020-02")).toBeNull();
  } finally {
    await asOwner("ALTER TABLE outbox_message DROP CONSTRAINT no_reports");
  }
});

test("of a report that another version wrote is shown what is still called the same, and no report takes the list down", async () => {
  const [periodFrom, periodUntil] = [new Date("2020-02-29T23:00:00Z"), new Date("2020-03-31T22:00:00Z")];
  const write = (month: number, figures: object) =>
    system(tx => tx.monthlyReport.create({ data: { month, periodFrom, periodUntil, madeAt: periodUntil, figures } }));
  const store = { kind: "store", begun: 1, completed: 1, medianSeconds: 60 };
  await write(202_003, {
    onboardings: [store, { ...store, kind: "ferry" }, { kind: "agent", started: 3 }],
    failures: [{ code: "timeout", count: 2 }],
    warnings: [{ rule: "dead_man", opened: 1 }],
    outages: "none",
    targets: [{ id: "was_called_otherwise" }],
  });
  await write(202_004, {});
  expect(await findReport("2020-03")).toMatchObject({
    ...{ month: "2020-03", onboardings: [store], failures: [{ code: "timeout", count: 2 }] },
    ...{ alerts: [], outages: [], targets: [] },
  });
  expect(await findReport("2020-04")).toMatchObject({ onboardings: [], failures: [] });
  const { items } = await listReports({ limit: 60 });
  expect(items.map(({ month }) => month)).toEqual(expect.arrayContaining(["2020-03", "2020-04"]));
});
