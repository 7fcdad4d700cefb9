import { Prisma } from "@/lib/platform/db";
import { notAsked } from "@/lib/platform/flow/redo";
import { againWithinHours } from "./again-within";

/** Has the run `r` failed at something that it was asked for? What was stopped before, and was not asked for since, is nothing that it lacks. */
export const hasFailedParts = Prisma.sql`EXISTS (
  SELECT FROM jsonb_array_elements(r.parts) part WHERE part->>'state' = 'failed' AND part->>'errorCode' IS DISTINCT FROM ${notAsked.code})`;

/** Is what the run `r` has left out tried again by itself, once? Not after a run that has begun like this itself, or could not begin. */
export const leavesAnotherTry = Prisma.sql`r.status IN ('partial', 'failed') AND r.trigger <> 'again' AND r.error_code IS NULL
  AND r.ended_at > app_now() - make_interval(hours => ${againWithinHours}::int) AND ${hasFailedParts}`;
