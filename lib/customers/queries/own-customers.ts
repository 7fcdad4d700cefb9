import { transaction } from "@/lib/platform/db";

/** How many customers somebody may choose from. */
const most = 50;

/** The customers that somebody works in, those they joined last. */
export const listOwnCustomers = (userId: number): Promise<{ id: number; name: string }[]> =>
  transaction(
    "system",
    tx => tx.$queryRaw<{ id: number; name: string }[]>`
      SELECT c.id, c.name FROM customer_user u JOIN customer c ON c.id = u.customer_id
      WHERE u.user_id = ${userId} ORDER BY u.id DESC LIMIT ${most}`,
  );
