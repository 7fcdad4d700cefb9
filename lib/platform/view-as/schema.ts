import { z } from "zod";
import { PersonReason } from "../auth/people/schema";
import { Place } from "../auth/schema";

/** Why an admin looks, as what and where it shall be, and the page of the desk they come back to. */
export const ViewStart = PersonReason.extend({
  role: Place.shape.role.optional(),
  storeId: z.int().positive().nullable().default(null),
  customerId: z.int().positive().nullable().default(null),
  from: z.string().max(300, "tooLong").optional(),
});
export type ViewStart = z.infer<typeof ViewStart>;

/** A look that has begun, and where it leads. */
export const ViewBegun = z.object({ id: z.int(), endsAt: z.iso.datetime(), redirectTo: z.string() });
export type ViewBegun = z.infer<typeof ViewBegun>;

/** Where the end of a look leads back to. */
export const ViewEnded = z.object({ redirectTo: z.string() });

/** A field of a page that the person is to look at, and what support says of it. */
export const PointerStart = z.strictObject({
  place: z
    .string()
    .max(300, "tooLong")
    .regex(/^\/(?![/\\])[^\\\s#]*$/),
  field: z
    .string()
    .max(100, "tooLong")
    .regex(/^[A-Za-z][\w-]*$/),
  note: z.string().trim().max(300, "tooLong").optional(),
});
export type PointerStart = z.infer<typeof PointerStart>;

/** A pointer that was sent, with the address that leads to exactly there. */
export const PointerSent = z.object({ id: z.int(), link: z.string() });
export type PointerSent = z.infer<typeof PointerSent>;

/** A pointer in a URL. */
export const PointerParams = z.strictObject({ id: z.coerce.number().int().min(1).max(2_147_483_647) });

/** What support points to on the page that its link opens. */
export const PointerView = z.object({ field: z.string(), note: z.string().nullable() });
export type PointerView = z.infer<typeof PointerView>;
