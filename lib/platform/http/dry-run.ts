import { z } from "zod";
import type { RequestFacts } from "./facts";

/** `?dry_run=true` asks what a call would do, and does nothing. */
export const DryRun = z.object({
  dryRun: z
    .enum(["true", "false"], "yesOrNo")
    .optional()
    .transform(text => text === "true"),
});

/** Was this call made only to ask? */
export const isDryRun = ({ url }: Pick<RequestFacts, "url">): boolean =>
  new URL(url, "http://localhost").searchParams.get("dry_run") === "true";
