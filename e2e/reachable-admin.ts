import { createStaff } from "@/lib/platform/auth/staff";
import { transaction } from "@/lib/platform/db";

/** Makes sure that some admin can be written to, as every installation has one: a customer's last step waits until a test alert has arrived. */
export const makeReachableAdmin = (): Promise<number> =>
  transaction("system", tx =>
    createStaff(tx, {
      ...{ phoneNumber: "+352621990001", role: "admin", name: "Rita Reachable", email: "reachable@example.com" },
    }),
  );
