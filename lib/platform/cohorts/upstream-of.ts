import { upstreamOfKind } from "../bulk/held-up";
import type { Kind } from "../flow/subject";
import type { Upstream } from "../outbound/upstreams";

/** Whom a step asks, where that is known: each kind reads one of them, and a store's products come from addresses of its own. */
export const upstreamOf = (kind: Kind, step: string | null): Upstream | null =>
  kind === "store" && step === "products" ? "feeds" : (upstreamOfKind[kind] ?? null);
