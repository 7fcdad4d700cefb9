import { z } from "zod";
import { Offering } from "./offering";

/** An offering as it is typed: everything is text, and what is empty is left out. */
export const OfferingForm = z
  .strictObject({
    title: z.string(),
    description: z.string(),
    price: z.strictObject({ amount: z.string(), currency: z.string() }),
    durationMinutes: z.string(),
  })
  .transform(({ price, durationMinutes, ...rest }) => ({
    ...rest,
    price: price.amount.trim() === "" ? null : { ...price, amount: price.amount.trim().replace(",", ".") },
    durationMinutes: durationMinutes.trim() === "" ? null : Number(durationMinutes),
  }))
  .pipe(Offering as z.ZodType<Offering, TypedOffering>);

type TypedOffering = {
  title: string;
  description: string;
  price: { amount: string; currency: string } | null;
  durationMinutes: number | null;
};
