import { now } from "@/lib/platform/clock";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { type ContractView, type PlanView, toContractView, toDay, toPlanView } from "../view/employer";

/** What is read of a plan. */
export const planFields = {
  ...{ id: true, name: true, coreOffering: true, requiresKyc: true, allowsDirect: true, allowsAuto: true },
  ...{ seats: true, seatsTaken: true, startsOn: true, endsOn: true, retiredAt: true },
} as const;

const termFields = { startsOn: true, endsOn: true, cancelledAt: true } as const;

async function countMembers(tx: Tx, contractIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ id: string; count: number }[]>`
    SELECT parent_subscription_id AS id, count(*)::int AS count FROM member
    WHERE parent_subscription_id = ANY(${[...contractIds]}) AND erased_at IS NULL GROUP BY 1`;
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Contracts with their plans and how many members they have, newest first, cancelled ones last. */
export async function readContracts(
  tx: Tx,
  where: { id?: string; employerId?: number },
  today: string,
): Promise<ContractView[]> {
  const contracts = await tx.parentSubscription.findMany({
    where,
    orderBy: [{ cancelledAt: { sort: "asc", nulls: "first" } }, { createdAt: "desc" }, { id: "asc" }],
    select: {
      ...{ id: true, ...termFields },
      partner: { select: { id: true, name: true, disabledAt: true } },
      plans: { orderBy: [{ createdAt: "asc" }, { id: "asc" }], select: planFields },
    },
  });
  const counts = await countMembers(
    tx,
    contracts.map(({ id }) => id),
  );
  return contracts.map(contract => toContractView(contract, counts.get(contract.id) ?? 0, today));
}

/** A contract with its plans; throws `not_found`. */
export async function getContract(id: string): Promise<ContractView> {
  const today = toDay(await now());
  const [contract] = await transaction("system", tx => readContracts(tx, { id }, today));
  if (!contract) throw new AppError("not_found");
  return contract;
}

/** A plan; throws `not_found`. */
export async function getPlan(id: string): Promise<PlanView> {
  const today = toDay(await now());
  const select = { ...planFields, parent: { select: termFields } };
  const found = await transaction("system", tx => tx.planSubscription.findUnique({ where: { id }, select }));
  if (!found) throw new AppError("not_found");
  const { parent, ...plan } = found;
  return toPlanView(plan, parent, today);
}
