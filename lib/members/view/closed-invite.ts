import type { AppError } from "@/lib/platform/errors";

/** Why a link is not open, as its page says it. */
export type ClosedInvite = {
  why: "replaced" | "expired" | "expiredForGood" | "expiredDue" | "revoked" | "active" | "waiting" | "over" | "unknown";
  /** Where the newer link went, masked. */
  to: string[];
  /** When the plan begins by itself. */
  dueAt: string | null;
};

type Told = { reason?: string; isRenewable?: boolean; to?: string[]; subscriptionId?: string; scheduledDate?: string };

function whyOf({ code }: AppError, told: Told): ClosedInvite["why"] {
  if (code === "not_found") return "unknown";
  if (told.subscriptionId) return "active";
  if (code === "already_active") return told.scheduledDate ? "waiting" : "over";
  if (told.reason === "replaced" || told.reason === "revoked") return told.reason;
  if (told.isRenewable) return "expired";
  return told.scheduledDate ? "expiredDue" : "expiredForGood";
}

/** The refusal of a link in the words of its page. */
export function toClosedInvite(refusal: AppError): ClosedInvite {
  const told = (refusal.data ?? {}) as Told;
  return { why: whyOf(refusal, told), to: told.to ?? [], dueAt: told.scheduledDate ?? null };
}
