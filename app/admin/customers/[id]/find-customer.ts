import { notFound } from "next/navigation";
import { getCustomer } from "@/lib/customers/queries/customers";
import type { CustomerView } from "@/lib/customers/view/customer";
import type { SessionUser } from "@/lib/platform/auth/session";

/** Whose page it is. */
export type CustomerParams = Promise<{ id: string }>;

const isNotFound = (thrown: unknown) =>
  typeof thrown === "object" && thrown !== null && "code" in thrown && thrown.code === "not_found";

/** The customer that an address names; for one that nobody has, as for what is no number, the page is not there. */
export async function findCustomer(viewer: SessionUser, told: string): Promise<CustomerView> {
  if (!/^[1-9]\d{0,8}$/.test(told)) notFound();
  return getCustomer(viewer, Number(told)).catch(thrown => {
    if (isNotFound(thrown)) notFound();
    throw thrown;
  });
}
