import type { Tx } from "@/lib/platform/db";

/** Which customer somebody arrives in: of several the one they joined last, until they choose. Null for who works in none. */
export async function arriveAtCustomer(
  tx: Tx,
  userId: number,
): Promise<{ customerId: number; hasOthers: boolean } | null> {
  const [newest, other] = await tx.customerUser.findMany({
    where: { userId },
    orderBy: { id: "desc" },
    take: 2,
    select: { customerId: true },
  });
  return newest ? { customerId: newest.customerId, hasOthers: other !== undefined } : null;
}
