import type { Envelope } from "@/lib/platform/http/envelope";

/** What an admin may have done with a customer. */
export type CustomerActions = {
  retry: (input: unknown) => Promise<Envelope<unknown>>;
  stop: (input: unknown) => Promise<Envelope<unknown>>;
  resume: (input: unknown) => Promise<Envelope<unknown>>;
  sync: (input: unknown) => Promise<Envelope<{ createdNew: boolean }>>;
};
