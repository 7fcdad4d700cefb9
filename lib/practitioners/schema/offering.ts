import { z } from "zod";
import { currencies } from "./choices";
import { optionalText, requiredText } from "./text";

const highestId = 2_147_483_647;
const amount = z
  .string({ error: "money" })
  .trim()
  .regex(/^\d{1,8}(\.\d{1,2})?$/, "money");

/** What a practitioner offers. Without a price it is asked for. */
export const Offering = z.strictObject({
  title: requiredText("offeringTitleRequired", { most: 120 }),
  description: optionalText({ most: 2000, lines: true }),
  price: z
    .strictObject({ amount, currency: z.enum(currencies, "choose") })
    .nullish()
    .transform(price => price ?? null),
  durationMinutes: z
    .number("wholeNumber")
    .int("wholeNumber")
    .min(1, "minutesToWeek")
    .max(10_080, "minutesToWeek")
    .nullish()
    .transform(minutes => minutes ?? null),
});
export type Offering = z.output<typeof Offering>;

const id = z.number().int().min(1).max(highestId);
const version = z.number().int().min(1).optional();

/** An offering edited: which one, and the version that was seen. */
export const EditedOffering = Offering.safeExtend({ id, version });
export type EditedOffering = z.output<typeof EditedOffering>;

/** An offering shown to everybody, or taken back. */
export const OfferingSwitch = z.strictObject({ id, isActive: z.boolean() });
export type OfferingSwitch = z.output<typeof OfferingSwitch>;
