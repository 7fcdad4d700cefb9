import type { Tenant } from "./tenants";

const windows = [60, 3_600, 86_400] as const;

/** What is left of one window, which begins anew at each of its own multiples since 1970. */
type Left = { limit: number; seconds: number; remaining: number; reset: number };

/** Counts the calls of each tenant as Zuora does: those that fail as well, in three windows at once. */
export class RateLimits {
  readonly #counts = new Map<string, number>();

  /** Counts one call; answers whether it is let in, and what Zuora tells of it in the headers. */
  take(tenant: Tenant, nowMs: number): { isLetIn: boolean; headers: Record<string, string> } {
    const left = windows.map((seconds, at) => this.#count(tenant, { seconds, limit: tenant.limits[at] ?? 0 }, nowMs));
    const nearest = left.reduce((one, other) =>
      other.remaining / other.limit < one.remaining / one.limit ? other : one,
    );
    const all = left.map(({ limit, seconds }) => `${limit};w=${seconds}`);
    return {
      isLetIn: nearest.remaining >= 0,
      headers: {
        "ratelimit-limit": [nearest.limit, ...all].join(", "),
        "ratelimit-remaining": String(Math.max(0, nearest.remaining)),
        "ratelimit-reset": String(nearest.reset),
      },
    };
  }

  #count(tenant: Tenant, { seconds, limit }: { seconds: number; limit: number }, nowMs: number): Left {
    const window = Math.floor(nowMs / 1000 / seconds);
    const name = `${tenant.number} ${seconds} ${window}`;
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    this.#counts.delete(`${tenant.number} ${seconds} ${window - 1}`);
    const remaining = Math.floor(limit * (1 - tenant.used)) - count;
    return { limit, seconds, remaining, reset: (window + 1) * seconds - Math.floor(nowMs / 1000) };
  }
}
