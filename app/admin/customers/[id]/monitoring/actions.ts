"use server";

import { CustomerStop } from "@/lib/customers/schema/acts";
import { resumeCustomer } from "@/lib/customers/service/retry-customer";
import { action } from "@/lib/platform/http/action";

export const resume = action({
  auth: "admin",
  input: CustomerStop,
  handle: ({ actor, input }) => resumeCustomer(input, actor),
});
