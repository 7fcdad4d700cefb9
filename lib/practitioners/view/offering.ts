import { z } from "zod";

/** An offering as its owner sees it. */
export const OfferingView = z.object({
  id: z.int(),
  title: z.string(),
  description: z.string().nullable(),
  price: z.object({ amount: z.string(), currency: z.string() }).nullable(),
  durationMinutes: z.int().nullable(),
  isActive: z.boolean(),
  version: z.int(),
});
export type OfferingView = z.infer<typeof OfferingView>;

/** The columns it is made of. */
export const offeringFields = {
  id: true,
  title: true,
  description: true,
  price: true,
  currency: true,
  durationMinutes: true,
  isActive: true,
  version: true,
} as const;

type Row = Omit<OfferingView, "price"> & {
  price: { toFixed: (digits: number) => string } | null;
  currency: string | null;
};

/** An offering with its price as text, so that nothing is rounded. */
export const toOfferingView = ({ price, currency, ...rest }: Row): OfferingView => ({
  ...rest,
  price: price === null || currency === null ? null : { amount: price.toFixed(2), currency },
});
