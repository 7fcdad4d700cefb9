import type { WorkflowAddress } from "@/lib/customers/schema/own-search";

/** What a list of workflows is searched by. */
export type Search = Omit<WorkflowAddress, "after">;

/** The address of a list of workflows with some of what it is searched by changed; another search begins at its first page. */
export function listAddress(search: Search, changed: Partial<WorkflowAddress> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...search, ...changed })) if (value) query.set(name, value);
  return `/customer/workflows${query.size > 0 ? `?${query}` : ""}`;
}
