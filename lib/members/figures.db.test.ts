import { beforeAll, expect, test } from "vitest";
import { evaluateAlerts } from "@/lib/platform/alerts/evaluate";
import { createStaff } from "@/lib/platform/auth/staff";
import { transaction } from "@/lib/platform/db";
import { ask, newContract, newMember, proofs, refusalOf } from "@/lib/platform/testing/new-member";
import { passTime } from "@/lib/platform/testing/pass-time";
import { findFailedActivations } from "./queries/failures";
import { getActivationFigures } from "./queries/figures";

let contract: Awaited<ReturnType<typeof newContract<"gold" | "full">>>;
beforeAll(async () => {
  contract = await newContract({ gold: {}, full: { seats: 0 } });
  const admin = { phoneNumber: "+352621000001", role: "admin", name: "Alex Admin", email: "alex@example.com" } as const;
  await transaction("system", tx => createStaff(tx, admin));
});

/** As often in a row as a share must be found, or missed. */
const evaluate = async () => {
  for (let round = 0; round < 2; round++) {
    await transaction(
      "system",
      tx => tx.$executeRaw`UPDATE alert_rule SET evaluated_at = NULL WHERE id = 'activation_failure_rate'`,
    );
    await evaluateAlerts({ activation_failure_rate: findFailedActivations });
  }
};
const alerts = () =>
  transaction("system", tx =>
    tx.alert.findMany({ where: { rule: "activation_failure_rate", closedAt: null }, orderBy: { subject: "asc" } }),
  );

test("sources/001, bar 76: activations by door with their share, times and causes; a door at which more than a tenth fails is told once, and its end", async () => {
  expect(await getActivationFigures("7d")).toEqual([]);
  const members = await Promise.all(Array.from({ length: 6 }, () => newMember(contract.id)));
  for (const member of members) await ask(member, contract.plans.gold, proofs.direct);
  // Asked for again: it has not failed, and is no trouble.
  for (const member of members) await refusalOf(ask(member, contract.plans.gold, proofs.partner));
  // An employer's file tells its faults where it was uploaded.
  for (const line of [2, 3, 4, 5])
    await refusalOf(
      ask(await newMember(contract.id), contract.plans.full, proofs.admin, { requestId: `import 1 line ${line}` }),
    );
  await evaluate();
  expect(await alerts()).toEqual([]);

  for (const _ of "12") await refusalOf(ask(await newMember(contract.id), contract.plans.full, proofs.direct));
  await refusalOf(
    ask(await newMember(contract.id, { details: { name: "Nobody" } }), contract.plans.gold, proofs.direct),
  );
  const figures = await getActivationFigures("7d");
  const [direct, partner, admin] = (["direct", "partner", "admin"] as const).map(door =>
    figures.find(one => one.door === door),
  );
  expect(figures).toHaveLength(3);
  expect(admin, "they are figures all the same").toMatchObject({ tries: 4, failed: 4 });
  expect(direct).toMatchObject({ door: "direct", tries: 9, activated: 6, scheduled: 0, failed: 3 });
  expect(direct?.causes).toEqual([
    { code: "no_seat", count: 2 },
    { code: "required", count: 1 },
  ]);
  expect(direct?.p50Ms).toBeGreaterThan(0);
  expect(direct?.p95Ms).toBeGreaterThanOrEqual(direct?.p50Ms ?? Infinity);
  expect(partner).toMatchObject({
    door: "partner",
    ...{ tries: 6, activated: 0, failed: 0, again: 6 },
    p50Ms: null,
    causes: [],
  });

  await evaluate();
  await evaluate();
  expect(await alerts()).toMatchObject([{ subject: "direct", detail: { failed: 3, total: 9 }, told: 1 }]);
  await evaluateAlerts();
  expect(await alerts(), "who does not know the members' rows closes nothing").toHaveLength(1);
  await passTime(61 * 60);
  await evaluate();
  expect(await alerts()).toEqual([]);
  await passTime(8 * 24 * 3600);
  expect(await getActivationFigures("7d")).toEqual([]);
  expect(await getActivationFigures("30d")).toHaveLength(3);
});
