import type { Envelope } from "@/lib/platform/http/envelope";

/** Asks the API to act on partners' accounts; the path is that below them. */
export type ActOnPartners = (path: string, body: Record<string, unknown>) => Promise<Envelope<unknown>>;
