import { expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { ScriptProcess } from "@/lib/platform/testing/script-process";

test("contract 1, E23: the demo has an employer whose contract runs, three plans, and members who stand where members stand", async () => {
  // As `npm start` does it: a process that must end by itself.
  const seeded = await new ScriptProcess("seed", {}).ended;
  expect(seeded, seeded.output).toMatchObject({ status: 0, output: expect.stringContaining("Seeded the demo.") });
  const { contract, members } = await transaction("system", async tx => ({
    contract: await tx.parentSubscription.findUniqueOrThrow({
      where: { id: "sub_demo_employer" },
      select: { partnerAccountId: true, startsOn: true, endsOn: true, plans: { orderBy: { id: "asc" } } },
    }),
    members: await tx.member.findMany({
      orderBy: { id: "asc" },
      select: {
        ...{ name: true, state: true, relation: true, partnerUserId: true },
        subscriptions: { orderBy: { startedAt: "asc" }, select: { planSubscriptionId: true, endedBecause: true } },
        onboarding: { select: { status: true } },
      },
    }),
  }));
  expect(contract).toMatchObject({ partnerAccountId: "acct_demo", endsOn: null });
  expect(contract.startsOn.getTime()).toBeLessThan(Date.now());
  const [gold, life, silver] = contract.plans;
  expect(gold).toMatchObject({ id: "plan_demo_gold", coreOffering: "health", allowsDirect: true, allowsAuto: true });
  expect(silver).toMatchObject({ id: "plan_demo_silver", coreOffering: "health" });
  expect(life?.id).toBe("plan_demo_life");
  expect(life?.coreOffering).not.toBe("health");
  expect(contract.plans.map(({ seatsTaken }) => seatsTaken)).toEqual([3, 1, 0]);
  const told = members.map(({ name, state, onboarding, subscriptions }) => [
    ...[name, state, onboarding?.status],
    subscriptions.map(one => `${one.planSubscriptionId.slice(10)} ${one.endedBecause ?? "goes on"}`).sort(),
  ]);
  expect(told).toEqual([
    ["Asha Rao", "activated", "complete", ["gold goes on", "life goes on"]],
    ["Kiran Rao", "activated", "complete", ["gold goes on"]],
    ["Dev Patel", "activated", "complete", ["gold goes on", "silver replaced"]],
    ["Farah Khan", "deactivated", "complete", ["silver deactivated"]],
    ["Neha Gupta", "draft", "pending", []],
    ["Vikram Iyer", "invited", "running", []],
  ]);
});
