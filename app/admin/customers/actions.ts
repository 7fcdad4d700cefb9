"use server";

import { NewCustomer, ZuoraClient } from "@/lib/customers/schema/customer";
import { createCustomer } from "@/lib/customers/service/create-customer";
import { testNewClient } from "@/lib/customers/service/test-client";
import { action } from "@/lib/platform/http/action";

export const create = action({
  auth: "admin",
  input: NewCustomer,
  once: ({ id }) => `user:${id}`,
  handle: ({ actor, input, http: { address } }) => createCustomer(input, actor, address),
});
export const testNew = action({
  auth: "admin",
  input: ZuoraClient,
  handle: ({ actor, input }) => testNewClient(input, actor),
});
