import { z } from "zod";

/** Every way in which a pretended upstream can misbehave. */
export const faults = [
  "401",
  "403",
  "404",
  "429",
  "500",
  "503",
  "slow",
  "hang",
  "reset",
  "cut",
  "html",
  "malformed",
  "empty",
  "huge",
  "duplicates",
  "endless",
  "moved_total",
  "drift",
] as const;

/** One of the ways to misbehave. */
export type Fault = (typeof faults)[number];

/** A rule of `PUT /_faults`: after `after` calls that match, the next `times` (all, when left out) go wrong. */
export const FaultRule = z.strictObject({
  upstream: z.string().min(1),
  operation: z.string().min(1).optional(),
  fault: z.union([z.enum(faults), z.number().transform(String).pipe(z.enum(faults))]),
  times: z.int().min(1).optional(),
  after: z.int().min(0).default(0),
});
export type FaultRule = z.infer<typeof FaultRule>;

/** The rules in force; each call asks once what to do. */
export class FaultBook {
  #rules: { rule: FaultRule; seen: number }[] = [];

  /** Adds a rule; a later rule for the same calls is asked after the earlier one. */
  add(rule: FaultRule): void {
    this.#rules.push({ rule, seen: 0 });
  }

  /** Forgets the rules of one upstream, or every rule. */
  clear(upstream: string | null = null): void {
    this.#rules = upstream === null ? [] : this.#rules.filter(({ rule }) => rule.upstream !== upstream);
  }

  /** The rules with the number of matching calls so far. */
  list(): (FaultRule & { seen: number })[] {
    return this.#rules.map(entry => ({ ...entry.rule, seen: entry.seen }));
  }

  /** Counts this call against the rules and returns the fault it gets, or null. */
  take(upstream: string, operation: string): Fault | null {
    for (const entry of this.#rules) {
      const { rule } = entry;
      if (rule.upstream !== upstream || (rule.operation && rule.operation !== operation)) continue;
      if (rule.times !== undefined && entry.seen >= rule.after + rule.times) continue;
      entry.seen += 1;
      if (entry.seen > rule.after) return rule.fault;
    }
    return null;
  }
}
