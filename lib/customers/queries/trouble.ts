import { findTrouble } from "@/lib/platform/cohorts/trouble";
import { type Tx, transaction } from "@/lib/platform/db";
import { circuitOfZuora } from "../client/zuora-access";

// The others ask us.
const steps = ["credential_validation", "workflow_sync"];

/** A step that asks Zuora, as far as it says whether nobody answers there. */
export type ZuoraPart = { step: string; state: string; errorCode: string | null };

/** The steps of a customer that ask Zuora. */
export const readZuoraParts = (tx: Tx, customerId: number): Promise<ZuoraPart[]> =>
  tx.onboardingStep.findMany({
    where: { onboarding: { customerId }, step: { in: steps } },
    select: { step: true, state: true, errorCode: true },
  });

/** Zuora, where its data centre is what holds these steps of a customer up, and others there too; null where all answer, and of what is the customer's alone. Outside of any transaction. */
export async function findZuoraTrouble(customerId: number, parts: readonly ZuoraPart[]): Promise<"zuora" | null> {
  const told = parts
    .filter(({ errorCode }) => errorCode === "unreachable")
    .map(({ step: id, state }) => ({ ...{ id, state }, error: { code: "unreachable" } }));
  if (told.length === 0) return null;
  const client = await transaction({ customer: customerId }, tx =>
    tx.zuoraCredential.findUnique({ where: { customerId }, select: { baseUrl: true } }),
  );
  if (!client) return null;
  const concern = { kind: "customer", upstream: "zuora", steps, dataCentre: circuitOfZuora(client.baseUrl) } as const;
  return (await findTrouble(concern, told)) && "zuora";
}
