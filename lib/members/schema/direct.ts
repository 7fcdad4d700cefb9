import { z } from "zod";
import { requiredField } from "@/lib/platform/flow/fields";
import { bothOrNone, JoiningDate, MemberDetails, Relation } from "./member";

const highestId = 2_147_483_647;
const rowId = z.int("wholeNumber").min(1, "wholeNumber").max(highestId, "wholeNumber");
// Told with all other faults, not only where there are none.
const always = { when: () => true };

/** Somebody as the direct door is told of them; of a dependent also whose. */
export const ToldMember = z
  .strictObject({ ...MemberDetails.shape, relation: Relation.default("self"), primaryMemberId: rowId.optional() })
  .superRefine(bothOrNone)
  .refine(told => ((told?.relation ?? "self") === "self") === (told?.primaryMemberId === undefined), {
    ...{ path: ["primaryMemberId"], message: "primaryOfDependent", params: { code: "primary" } },
    ...always,
  });
export type ToldMember = z.output<typeof ToldMember>;

/** Whether somebody gets the plan at once, or is asked aboard and gets it when they agree. */
export const DirectMode = z.enum(["direct", "invite"], "choose");

const planId = requiredField(70, "required");
type Plans = { planSubscriptionId?: unknown; planId?: unknown };
const isPlanNamed = (told?: Plans) => told?.planSubscriptionId !== undefined || told?.planId !== undefined;
const isPlanNamedOnce = (told?: Plans) => told?.planSubscriptionId === undefined || told.planId === undefined;

/**
 * Who gets which plan of which contract: a member by number, or somebody who is found in the contract by number or address, and made where nobody is.
 * `planId` is another name of the plan; it stays, so that a fault of the plan is told under the name that was used.
 */
export const DirectActivation = z
  .strictObject({
    parentSubscriptionId: requiredField(64, "required"),
    planSubscriptionId: planId.optional(),
    planId: planId.optional(),
    memberId: rowId.optional(),
    member: ToldMember.optional(),
    joiningDate: JoiningDate.optional(),
    mode: DirectMode.default("direct"),
  })
  .refine(isPlanNamed, { path: ["planSubscriptionId"], message: "required", params: { code: "required" }, ...always })
  .refine(isPlanNamedOnce, { path: ["planId"], message: "planNamedTwice", params: { code: "one_of_two" }, ...always })
  .refine(asked => (asked?.memberId === undefined) !== (asked?.member === undefined), {
    ...{ path: ["memberId"], message: "memberIdOrMember", params: { code: "one_of_two" } },
    ...always,
  })
  .transform(({ planSubscriptionId, ...asked }) => ({
    ...asked,
    planSubscriptionId: planSubscriptionId ?? asked.planId ?? "",
  }));
export type DirectActivation = z.output<typeof DirectActivation>;

/** Whose activation may be pending: exactly one of number and address. */
export const PendingSearch = z
  .strictObject({ phoneNumber: z.string().min(1).max(40).optional(), emailId: z.string().min(1).max(254).optional() })
  .refine(({ phoneNumber, emailId }) => (phoneNumber === undefined) !== (emailId === undefined), {
    ...{ path: ["phoneNumber"], message: "phoneOrEmail", params: { code: "one_of_two" } },
  });
export type PendingSearch = z.output<typeof PendingSearch>;
