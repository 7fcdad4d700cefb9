import type { Fault } from "@/lib/platform/sandbox/faults";

/** Every fault that can be ordered; a new one does not compile until it has its place and its words. */
const places: Record<Fault, true> = {
  "503": true,
  "500": true,
  "401": true,
  "403": true,
  "404": true,
  "429": true,
  slow: true,
  hang: true,
  reset: true,
  cut: true,
  html: true,
  malformed: true,
  empty: true,
  huge: true,
  duplicates: true,
  endless: true,
  moved_total: true,
  drift: true,
};

/** The same in the order in which they are offered. Numbers come first whatever was written, and 503 is what an outage looks like. */
export const sandboxFaults = (Object.keys(places) as Fault[]).sort((a, b) => Number(b === "503") - Number(a === "503"));
