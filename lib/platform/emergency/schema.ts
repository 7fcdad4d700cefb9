import { z } from "zod";

/** Who may be out of order, besides people's own feeds and partners' webhooks: ourselves, where we run, and those whose services we use. */
export const emergencyParties = [
  "gangway",
  "hosting",
  "letzshop",
  "rezen",
  "zuora",
  "twilio",
  "smtp",
  "slack",
  "s3",
] as const;

/** Somebody to call when it does not work; they are reached in at least one way. */
export const EmergencyContact = z.object({
  party: z.enum(emergencyParties),
  name: z.string().min(1).max(100),
  phone: z
    .string()
    .regex(/^\+[1-9][\d ()./-]{4,24}$/)
    .nullable(),
  email: z.email().nullable(),
  url: z.url({ protocol: /^https?$/ }).nullable(),
});
export type EmergencyContact = z.infer<typeof EmergencyContact>;

/** Those who are named, and for whom nobody is. */
export const EmergencyView = z.object({
  contacts: z.array(EmergencyContact),
  missing: z.array(z.enum(emergencyParties)),
});
export type EmergencyView = z.infer<typeof EmergencyView>;
