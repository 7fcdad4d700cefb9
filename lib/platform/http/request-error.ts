import type { Instrumentation } from "next";
import { env } from "../env";
import { toAppError } from "./envelope";

// The server round Next runs in this process (scripts/explain.mjs) and has no other way to learn why a page failed.
const held = globalThis as typeof globalThis & { gangwayFailures?: Map<string, number> };

/** Logs what broke a page, under the id that its visitor may quote, and tells the server round Next which status it is. */
export const noteRequestError: Instrumentation.onRequestError = (error, { headers }) => {
  const id = env.wireSuffix ? headers[`x-gangway-id-${env.wireSuffix}`] : undefined;
  if (typeof id === "string") held.gangwayFailures?.set(id, toAppError(error, id).status);
};
