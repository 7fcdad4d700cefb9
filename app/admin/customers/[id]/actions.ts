"use server";

import { CustomerAgain, CustomerEdit, CustomerStop, CustomerSync, CustomerTrial } from "@/lib/customers/schema/acts";
import { cancelCustomerRun } from "@/lib/customers/service/cancel-customer-run";
import { changeCustomer } from "@/lib/customers/service/change-customer";
import { retryCustomer } from "@/lib/customers/service/retry-customer";
import { syncNow } from "@/lib/customers/service/sync-now";
import { testClient } from "@/lib/customers/service/test-client";
import { action } from "@/lib/platform/http/action";

export const change = action({
  auth: "admin",
  input: CustomerEdit,
  handle: ({ actor, input: { customerId, ...input }, http: { address } }) =>
    changeCustomer({ customerId, input }, actor, address),
});
export const retry = action({
  auth: "admin",
  input: CustomerAgain,
  handle: ({ actor, input: { customerId, reason, ...input } }) => retryCustomer({ customerId, input, reason }, actor),
});
export const stop = action({
  auth: "admin",
  input: CustomerStop,
  handle: ({ actor, input }) => cancelCustomerRun(input, actor),
});
export const sync = action({
  auth: "admin",
  input: CustomerSync,
  handle: ({ actor, input: { customerId, ...input } }) => syncNow({ customerId, input }, actor),
});
export const test = action({
  auth: "admin",
  input: CustomerTrial,
  handle: ({ actor, input: { customerId, ...input } }) => testClient({ customerId, input }, actor),
});
