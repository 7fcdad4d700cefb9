import type { APIRequestContext } from "@playwright/test";
import { createMember } from "@/lib/members/service/add-member";
import { env } from "@/lib/platform/env";
import { newPhoneNumber } from "./people";

/** Where members are activated from inside. */
export const activateAddress = "/api/v1/beneficiary/activate-member";
/** Where many are. */
export const bulkAddress = "/api/v1/beneficiary/bulk-activate";
/** Where somebody is scheduled, and not any more. */
export const scheduleAddress = "/api/v1/beneficiary/schedule-auto-activation";
/** Where a scheduler outside says that it is time. */
export const dueAddress = "/api/v1/internal/beneficiary/activate";

/** The header of a program of ours. */
export const insideHeaders = () => ({ Authorization: `Bearer ${env.internalApiToken}` });

let made = 0;
/** Somebody whom nobody knows, with all that a plan without papers asks for. */
export const newcomer = (more: object = {}) => ({
  name: `Meera ${process.pid} ${++made}`,
  phone_number: newPhoneNumber(),
  email_id: `meera.${process.pid}.${made}@example.com`,
  dob: "1988-04-12",
  gender: "F",
  ...more,
});

/** Makes somebody whom nobody has done anything with yet; how they are reached is told with it. */
export async function newDraft(parentSubscriptionId: string) {
  const { name, dob, gender, phone_number: phoneNumber, email_id: emailId } = newcomer();
  const details = { name, dob, gender: gender as "F", phoneNumber, emailId };
  const id = await createMember({ actor: { kind: "system" } }, { parentSubscriptionId, details });
  return { id, phoneNumber, emailId };
}

/** Asks the direct door as a program of ours, from nowhere in particular. */
export const askInside = (request: APIRequestContext, data: object, query = "") =>
  request.post(activateAddress + query, { data, headers: insideHeaders() });
