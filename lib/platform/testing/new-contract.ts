import { Prisma, type Tx, transaction } from "../db";

/** A contract of a test's own: its id, and those of its plans. */
export type TestContract = {
  contractId: string;
  gold: string;
  silver: string;
  life: string;
  kyc: string;
  partnersOnly: string;
};

let serial = 0;
const part = () => `${process.pid}_${Date.now().toString(36)}_${++serial}`;

type Options = { partnerAccountId?: string; seats?: number };

/**
 * An employer with a contract that runs: two plans for health, one for life, one for dental care that asks for papers, and one for eyes that only
 * partners activate. `seats` are those of the plan for life.
 */
export async function addContract(tx: Tx, { partnerAccountId, seats }: Options = {}): Promise<TestContract> {
  const own = part();
  const contractId = `sub_${own}`;
  const named = (name: string) => `plan_${name}_${own}`;
  const plans = [
    { id: named("gold"), offering: "health", seats: null, kyc: false, direct: true },
    { id: named("silver"), offering: "health", seats: null, kyc: false, direct: true },
    { id: named("life"), offering: "life", seats: seats ?? null, kyc: false, direct: true },
    { id: named("kyc"), offering: "dental", seats: null, kyc: true, direct: true },
    { id: named("partners"), offering: "vision", seats: null, kyc: false, direct: false },
  ];
  await tx.$executeRaw`
    WITH of AS (INSERT INTO employer (name, created_at) VALUES (${`Employer ${own}`}, now()) RETURNING id)
    INSERT INTO parent_subscription (id, employer_id, partner_account_id, starts_on, created_at)
    SELECT ${contractId}, id, ${partnerAccountId ?? null}, '2026-01-01', now() FROM of`;
  const rows = plans.map(
    ({ id, offering, seats, kyc, direct }) =>
      Prisma.sql`(${id}, ${contractId}, ${offering}, ${offering}, ${kyc}::boolean, ${direct}::boolean, true, ${seats}::int, now())`,
  );
  await tx.$executeRaw`
    INSERT INTO plan_subscription (id, parent_subscription_id, name, core_offering, requires_kyc, allows_direct, allows_auto, seats, created_at)
    VALUES ${Prisma.join(rows)}`;
  const [gold = "", silver = "", life = "", kyc = "", partnersOnly = ""] = plans.map(({ id }) => id);
  return { contractId, gold, silver, life, kyc, partnersOnly };
}

/** The same in a transaction of its own. */
export const newContract = (options?: Options): Promise<TestContract> =>
  transaction("system", tx => addContract(tx, options));
