import { Prisma } from "@/lib/platform/db";
import type { PartOutcome } from "@/lib/platform/flow/onboarding";
import { isNotAsked, notAsked } from "@/lib/platform/flow/redo";
import { againWithinHours } from "./again-within";

const isLacking = Prisma.sql`part->>'state' = 'failed' AND part->>'errorCode' IS DISTINCT FROM ${notAsked.code}`;

/** Does the run `r` lack something that it, or one before it, was asked for? What was stopped before, and was not asked for since, is nothing that it lacks. */
export const hasFailedParts = Prisma.sql`EXISTS (SELECT FROM jsonb_array_elements(r.parts) part WHERE ${isLacking})`;

/** Has the run `r` itself failed at something, and not begun to try again what another has? What it has kept of one before it has had its second try, or waits for somebody. */
export const isTriedAgain = Prisma.sql`r.trigger <> 'again' AND r.error_code IS NULL AND EXISTS (
  SELECT FROM jsonb_array_elements(r.parts) part WHERE ${isLacking} AND (part->>'startedAt')::timestamptz >= r.created_at)`;

/** Is what the run `r` has left out tried again by itself, once? Not after a run that has begun like this itself, or could not begin. */
export const leavesAnotherTry = Prisma.sql`r.status IN ('partial', 'failed') AND ${isTriedAgain}
  AND r.ended_at > app_now() - make_interval(hours => ${againWithinHours}::int)`;

type Ended = { trigger: string; createdAt: Date; parts: readonly PartOutcome[] };

/** The same of a run that has just ended. */
export const willTryAgain = ({ trigger, createdAt, parts }: Ended): boolean =>
  trigger !== "again" &&
  parts.some(
    part =>
      part.state === "failed" && !isNotAsked(part) && part.startedAt != null && new Date(part.startedAt) >= createdAt,
  );
