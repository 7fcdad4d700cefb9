import { findBaseUrl } from "../client/zuora-hosts";
import { ZuoraClient as Client, CustomerChange, NewCustomer as Told, ClientTrial as Trial } from "../schema/customer";

const isKnown = (told: string) => told === "" || findBaseUrl(told) !== null;
const refused = { error: "zuoraBaseUrl", params: { code: "wrong_address" } };
const baseUrl = Client.shape.zuoraBaseUrl.refine(isKnown, refused);
const maybeBaseUrl = baseUrl.optional();

/** A customer as an admin makes it, whose address is one of Zuora's: so that every fault is told at once. */
export const NewCustomerHere = Told.safeExtend({ zuoraBaseUrl: baseUrl });

/** The same of what is changed of a customer. */
export const CustomerChangeHere = CustomerChange.extend({ zuoraBaseUrl: maybeBaseUrl });

/** The same of a client that is tried before its customer is made, and of a customer's. */
export const NewClientHere = Client.extend({ zuoraBaseUrl: baseUrl });
export const ClientTrialHere = Trial.extend({ zuoraBaseUrl: maybeBaseUrl });
