const outboxAddress = "/admin/notifications";

/** The address of the messages, filtered so. */
export function outboxAddressWith(facts: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams(Object.entries(facts).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  return search.size > 0 ? `${outboxAddress}?${search}` : outboxAddress;
}

/** The key of a text for a kind: "store.welcome" has its own, "alert" is any of its sort. */
export const keyOfKind = (kind: string): string => `kinds.${kind.includes(".") ? kind : `${kind}.any`}`;
