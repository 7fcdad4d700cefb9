import { z } from "zod";
import { AppError } from "../errors";
import type { Declaration } from "./declaration";
import type { RequestFacts } from "./facts";
import { validate } from "./validate";
import { fromWire, wireFaults } from "./wire";

/** `?dry_run=true` asks what a call would do, and does nothing. */
export const DryRun = z.object({
  dryRun: z
    .enum(["true", "false"], "yesOrNo")
    .optional()
    .transform(text => text === "true"),
});

const name = "dry_run";
const noKey = /(?!)/;
const isAlike = (key: string) => Object.hasOwn(Object(fromWire({ [key]: "" })), "dryRun");

/**
 * Is this call made only to ask? Of a route that explains, by the address as it is on the wire. Throws 400 for `dry_run` given twice, spelled in another way, or
 * beside anything that the route does not know: a call that means to ask must never act.
 */
export function readDryRun(
  { explains, query }: Pick<Declaration, "explains" | "query">,
  http: Pick<RequestFacts, "url">,
): boolean {
  if (!explains) return false;
  const { searchParams } = new URL(http.url, "http://localhost");
  const others = [...searchParams].filter(([key]) => key !== name && (!query || isAlike(key)));
  const errors = wireFaults(Object.fromEntries(others), noKey);
  const [dryRun, ...more] = searchParams.getAll(name);
  if (more.length > 0) errors.push({ field: "dryRun", code: "repeated", message: "givenTwice" });
  if (errors.length > 0) throw new AppError("invalid_request", { errors });
  return validate(DryRun, { dryRun }).dryRun;
}
