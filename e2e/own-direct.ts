import type { APIRequestContext } from "@playwright/test";
import { env } from "@/lib/platform/env";
import { newPhoneNumber } from "./people";

/** Where members are activated from inside. */
export const activateAddress = "/api/v1/beneficiary/activate-member";

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

/** Asks the direct door as a program of ours, from nowhere in particular. */
export const askInside = (request: APIRequestContext, data: object, query = "") =>
  request.post(activateAddress + query, { data, headers: insideHeaders() });
