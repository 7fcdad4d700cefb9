import { beforeAll, expect, test } from "vitest";
import { Prisma, statement } from "@/lib/platform/db";
import { newMember, newPerson, refusalOf } from "@/lib/platform/testing/new-member";
import { getPlan } from "./queries/contract";
import { findEmployer } from "./queries/employers";
import { listPlans } from "./queries/member-page";
import { NewContract, NewEmployer, NewPlan } from "./schema/employer";
import { addContract } from "./service/add-contract";
import { addEmployer } from "./service/add-employer";
import { createMember } from "./service/add-member";
import { addPlan } from "./service/add-plan";
import { cancelContract } from "./service/cancel-contract";
import { saveMember } from "./service/change-member";
import type { By } from "./service/note-act";
import { disableEmployer } from "./service/open-employer";
import { retirePlan } from "./service/retire-plan";

const by: By = { actor: { id: 1 }, caller: { address: "192.0.2.1", agent: "a test" } };
const because = { reason: "the test is about it" };
const us = { actor: { kind: "system" } } as const;
let employerId: number;
beforeAll(async () => {
  employerId = (await addEmployer(by, { name: "Terms and days", language: "en" })).id;
});

const newTerm = async (days: { startsOn: string; endsOn?: string }) => {
  const { id } = await addContract(by, NewContract.parse({ employerId, ...days }));
  const plan = { parentSubscriptionId: id, name: "Without own days", coreOffering: "health" };
  return { id, plan: (await addPlan(by, NewPlan.parse(plan))).id };
};

test("E23: a plan without days of its own stands where its contract stands, and nobody is offered one that is over or cancelled", async () => {
  const over = await newTerm({ startsOn: "2020-01-01", endsOn: "2020-12-31" });
  const coming = await newTerm({ startsOn: "2190-01-01" });
  const cancelled = await newTerm({ startsOn: "2020-01-01" });
  await cancelContract(by, cancelled.id, because);
  const states = { over, coming, cancelled };
  const told = await Promise.all(Object.values(states).map(async ({ plan }) => (await getPlan(plan)).state));
  expect(told).toEqual(["over", "coming", "ended"]);
  const shown = (await findEmployer(employerId))?.contractList.flatMap(({ plans }) => plans);
  expect(shown?.map(({ id, state, endsOn }) => [id, state, endsOn])).toEqual(
    expect.arrayContaining([
      ...[
        [over.plan, "over", null],
        [coming.plan, "coming", null],
        [cancelled.plan, "ended", null],
      ],
    ]),
  );
  const offered = await Promise.all(Object.values(states).map(async ({ id }) => (await listPlans(id)).length));
  expect(offered).toEqual([0, 1, 0]);
});

test("bar 26: many who end at once what is ended already are all told so, and none waits for another's connection", async () => {
  const { id, plan } = await newTerm({ startsOn: "2026-01-01" });
  await retirePlan(by, plan, because);
  await cancelContract(by, id, because);
  const many = Array.from({ length: 40 }, (_, at) =>
    refusalOf(at % 2 ? cancelContract(by, id, because) : retirePlan(by, plan, because)),
  );
  expect(new Set((await Promise.all(many)).map(({ code }) => code))).toEqual(new Set(["illegal_transition"]));
  expect(await refusalOf(cancelContract(by, "sub_nobody", because))).toMatchObject({ code: "not_found" });
  expect(await refusalOf(retirePlan(by, "plan_nobody", because))).toMatchObject({ code: "not_found" });
});

test("E23: a disabled employer gets no plans, as it gets no contracts; names of both are one line", async () => {
  const { id } = await addEmployer(by, { name: "Disabled", language: "en" });
  const contract = await addContract(by, NewContract.parse({ employerId: id, startsOn: "2026-01-01" }));
  await disableEmployer(by, id, because);
  const plan = { parentSubscriptionId: contract.id, name: "Gold", coreOffering: "health" };
  expect(await refusalOf(addPlan(by, NewPlan.parse(plan)))).toMatchObject({
    ...{ code: "illegal_transition", message: "employerDisabled" },
  });
  for (const name of ["Two\nlines", "Back\u0008wards", "Null\0"]) {
    expect(NewEmployer.safeParse({ name }).success, JSON.stringify(name)).toBe(false);
    expect(NewPlan.safeParse({ ...plan, name }).success, JSON.stringify(name)).toBe(false);
  }
});

test("bar 102: a dependent who is there already is told by the name, also where they share the employee's number", async () => {
  const { id } = await newTerm({ startsOn: "2026-01-01" });
  const { phoneNumber, ...person } = newPerson();
  const primaryMemberId = await newMember(id, { details: { ...newPerson(), phoneNumber } });
  const child = { parentSubscriptionId: id, relation: "child" as const, primaryMemberId };
  await createMember(us, { ...child, details: person });
  const twice = await refusalOf(createMember(us, { ...child, details: { ...person, phoneNumber } }));
  expect(twice.errors).toMatchObject([{ field: "name", code: "taken" }]);
});

test("E30: null for either half of a paper takes the whole paper away", async () => {
  const { id: contractId } = await newTerm({ startsOn: "2026-01-01" });
  const paper = { govtIdName: "pan", govtIdValue: "ABCDE1234F" } as const;
  const without = [{ govtIdName: null }, { govtIdValue: null }, { govtIdName: null, govtIdValue: null }];
  for (const details of without) {
    const id = await newMember(contractId, { details: { ...newPerson(), ...paper } });
    await saveMember(us, { id, details });
    const [row] = await statement<object>(
      Prisma.sql`SELECT govt_id_name AS name, govt_id AS sealed, govt_id_last_four AS "lastFour" FROM member WHERE id = ${id}`,
    );
    expect(row, JSON.stringify(details)).toEqual({ name: null, sealed: null, lastFour: null });
  }
});
