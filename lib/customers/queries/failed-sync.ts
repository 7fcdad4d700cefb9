import { Prisma } from "@/lib/platform/db";

/**
 * Of a run `r`: did it fail at the sync, or before it? One at whose end the sync stands done stopped later, at access or monitoring: the last sync has come
 * through all the same.
 */
export const isFailedSync = Prisma.sql`(r.status = 'failed' AND NOT EXISTS (
  SELECT FROM jsonb_array_elements(r.parts) p WHERE p ->> 'step' = 'workflow_sync' AND p ->> 'state' = 'done'))`;
