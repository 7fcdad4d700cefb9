import type { Envelope } from "@/lib/platform/http/envelope";
import type { PartnerView, PartnerWithSecret } from "@/lib/platform/partner/schema";

/** Server actions on partners' accounts; a secret is in the answers of the first two only. */
export type PartnerActions = {
  create: (input: object) => Promise<Envelope<PartnerWithSecret>>;
  rotate: (input: { id: string; reason: string; overlapHours: number }) => Promise<Envelope<PartnerWithSecret>>;
  disable: (input: { id: string; reason: string }) => Promise<Envelope<PartnerView>>;
};

/** The contracts that a partner may activate for: the newest of them, and how many there are. */
export type PartnerContracts = { count: number; newest: { id: string; employerId: number; employer: string }[] };
