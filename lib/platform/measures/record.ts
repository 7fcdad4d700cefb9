import { bucketOf } from "./buckets";

/** What is timed: answers of the API, statements to the database, and pages in people's browsers. */
export type Measure = "api" | "query" | "page";

/** What was counted of a measure and a name in one bucket. */
export type Tally = { measure: Measure; name: string; bucket: number; count: number; slowestMs: number };

// A name is a route, a kind of statement or a page: there are some hundred. Whatever makes more is told of as one.
const mostTallies = 5000;
const soundName = /^[\x20-\x7e]{1,120}$/;
const others = "others";

// Next loads modules once per bundle; what is counted must be there once per process.
const held = globalThis as typeof globalThis & { gangwayTallies?: Map<string, Tally> };
const tallies = (): Map<string, Tally> => {
  held.gangwayTallies ??= new Map();
  return held.gangwayTallies;
};

const keyOf = (measure: Measure, name: string, bucket: number) => `${measure} ${bucket} ${name}`;

function add({ measure, name: given, bucket, count, slowestMs }: Tally): void {
  const all = tallies();
  const isNew = !all.has(keyOf(measure, given, bucket));
  const name = !soundName.test(given) || (isNew && all.size >= mostTallies) ? others : given;
  const known = all.get(keyOf(measure, name, bucket));
  if (!known) {
    all.set(keyOf(measure, name, bucket), { measure, name, bucket, count, slowestMs });
    return;
  }
  known.count += count;
  known.slowestMs = Math.max(known.slowestMs, slowestMs);
}

/** Counts one sample in this process's memory, for the next flush. The name is never made of what somebody sent. */
export function record(measure: Measure, name: string, ms: number): void {
  add({ measure, name, bucket: bucketOf(ms), count: 1, slowestMs: Math.max(0, Math.ceil(ms)) });
}

/** Takes what was counted since the last time. */
export function takeTallies(): Tally[] {
  const taken = [...tallies().values()];
  tallies().clear();
  return taken;
}

/** Puts back what could not be kept. */
export function putBack(taken: readonly Tally[]): void {
  for (const tally of taken) add(tally);
}
