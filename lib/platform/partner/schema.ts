import { z } from "zod";

/** What an account may be allowed to do: `members` activates and deactivates members, `calling` tells of practitioners. */
export const partnerScopes = ["members", "calling"] as const;
export const PartnerScope = z.enum(partnerScopes, "choose");
export type PartnerScope = z.infer<typeof PartnerScope>;

const reason = z.string({ error: "required" }).trim().min(3, "required").max(300, "tooLong");

/** A new account. */
export const NewPartner = z.strictObject({
  id: z.string({ error: "required" }).regex(/^[A-Za-z0-9_-]{1,64}$/, "partnerId"),
  name: z.string({ error: "required" }).trim().min(1, "required").max(120, "tooLong"),
  scopes: z
    .array(PartnerScope, { error: "required" })
    .min(1, "chooseOne")
    .transform(scopes => [...new Set(scopes)]),
  sandbox: z.boolean().optional(),
  /** Where numbers and postal codes are from when nothing says so, like `IN`. */
  defaultRegion: z
    .string()
    .regex(/^[A-Z]{2}$/, "region")
    .nullish(),
  /** May another plan of the same core offering take the place of the present one? */
  allowsReplacement: z.boolean().optional(),
});
export type NewPartner = z.output<typeof NewPartner>;

/** How long the old secret stays good beside a new one: a day unless told otherwise, a week at most; 0 ends it at once. */
export const RotatePartner = z.strictObject({
  reason,
  overlapHours: z.int("wholeNumber").min(0, "overlapHours").max(168, "overlapHours").optional(),
});
export type RotatePartner = z.output<typeof RotatePartner>;

/** Why an account is closed. */
export const DisablePartner = z.strictObject({ reason });
export type DisablePartner = z.output<typeof DisablePartner>;

/** The account that an address names. */
export const PartnerParams = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "partnerId") });

/** An account without its secrets. */
export const PartnerView = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(PartnerScope),
  sandbox: z.boolean(),
  defaultRegion: z.string().nullable(),
  allowsReplacement: z.boolean(),
  createdAt: z.iso.datetime(),
  rotatedAt: z.iso.datetime().nullable(),
  /** How the present secret begins, and the one before while it is good too. */
  secretHint: z.string().nullable(),
  previousHint: z.string().nullable(),
  /** Until when the secret before the present one is good too. */
  previousUntil: z.iso.datetime().nullable(),
  disabledAt: z.iso.datetime().nullable(),
  lastRequestAt: z.iso.datetime().nullable(),
});
export type PartnerView = z.infer<typeof PartnerView>;

/** An account with the secret that was just made, which is shown this once. */
export const PartnerWithSecret = PartnerView.extend({ secret: z.string() });
export type PartnerWithSecret = z.infer<typeof PartnerWithSecret>;

/** All accounts. */
export const PartnerList = z.object({ items: z.array(PartnerView) });
export type PartnerList = z.infer<typeof PartnerList>;
