import { z } from "zod";
import { requiredField } from "@/lib/platform/flow/fields";

// Told with all other faults, not only where there are none.
const always = { when: () => true };
// Seconds come to twelve digits in the year 5138: whoever sends more means milliseconds.
const mostSeconds = 99_999_999_999;

/** An instant in whole seconds since 1970. */
export const UnixSeconds = z
  .int({ error: ({ input }) => ((input ?? null) === null ? "chooseTime" : "unixSeconds") })
  .min(0, "unixSeconds")
  .max(mostSeconds, "secondsNotMilliseconds")
  .transform(seconds => new Date(seconds * 1000));

const planId = requiredField(70, "required");
const rowId = z.int("wholeNumber").min(1, "wholeNumber").max(2_147_483_647, "wholeNumber");
const reach = {
  phoneNumber: z.string().min(1, "required").max(40, "tooLong").optional(),
  emailId: z.string().min(1, "required").max(254, "tooLong").optional(),
};
const named = { memberId: rowId.optional(), ...reach };
type Named = { memberId?: unknown; phoneNumber?: unknown; emailId?: unknown };
const isReached = (told?: Named) => told?.phoneNumber !== undefined || told?.emailId !== undefined;
const isNamed = (told?: Named) => told?.memberId !== undefined || isReached(told);
const needed = { path: ["phoneNumber"], message: "phoneOrEmailNeeded", params: { code: "required" }, ...always };
const isNamedOnce = (told?: Named) => told?.memberId === undefined || !isReached(told);
const once = { path: ["memberId"], message: "memberIdOrReach", params: { code: "one_of_two" }, ...always };

/**
 * Who is to be activated under which contract, and when; the plan where it does not follow. They are named by how they are reached, where number and
 * address are one person's, or by `memberId`, which is the way to who shares an address or has none.
 */
export const ScheduledActivation = z
  .strictObject({
    subscriptionId: requiredField(64, "required"),
    ...named,
    activationDate: UnixSeconds,
    planSubscriptionId: planId.optional(),
  })
  .refine(isNamed, needed)
  .refine(isNamedOnce, once);
export type ScheduledActivation = z.output<typeof ScheduledActivation>;

const writtenId = z
  .string()
  .regex(/^[1-9]\d{0,9}$/, "wholeNumber")
  .transform(Number)
  .pipe(rowId);

/** Whose schedule under which contract. */
export const ScheduleSearch = z
  .object({ subscriptionId: requiredField(64, "required"), ...reach, memberId: writtenId.optional() })
  .refine(isNamed, needed)
  .refine(isNamedOnce, once);
export type ScheduleSearch = z.output<typeof ScheduleSearch>;

/** Whose time has come under which contract. */
export const DueActivation = z
  .strictObject({ parentSubscriptionId: requiredField(64, "required"), ...named })
  .refine(isNamed, needed)
  .refine(isNamedOnce, once);
export type DueActivation = z.output<typeof DueActivation>;

/** When a member shall be activated, and for which plan. */
export const StaffSchedule = z.strictObject({
  planSubscriptionId: z.string({ error: "choose" }).min(1, "choose").max(70, "tooLong"),
  activationDate: UnixSeconds,
});
export type StaffSchedule = z.output<typeof StaffSchedule>;

/** The same with who it is, for actions. */
export const ScheduleAct = StaffSchedule.extend({ id: rowId });

/** Whose schedule is cancelled, for actions. */
export const CancelAct = z.strictObject({ id: rowId });
