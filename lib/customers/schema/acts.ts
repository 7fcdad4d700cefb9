import { z } from "zod";
import { AccessChange, NewCustomerUser, RoleChange } from "./access";
import {
  ClientTrial,
  Configuration,
  CustomerChange,
  CustomerRetry,
  NewCustomer,
  NotificationPreferences,
  SyncOrder,
  sensible,
  ZuoraClient,
} from "./customer";

/** A client that takes the place of the stored one; without a secret that one stays. */
export const ClientChange = ZuoraClient.extend({ zuoraClientSecret: ClientTrial.shape.zuoraClientSecret });

/** What is changed of a customer besides its client, all of it told. */
export const CustomerDetails = sensible(
  z.strictObject({
    name: NewCustomer.shape.name,
    contactEmail: NewCustomer.shape.contactEmail,
    notificationPreferences: NotificationPreferences,
    configuration: Configuration,
  }),
);

const about = { customerId: z.int().min(1).max(2_147_483_647) };
const reason = z.string({ error: "reasonTooShort" }).trim().min(10, "reasonTooShort").max(500, "tooLong").optional();

/** What an admin asks of a customer from a page, with which one it is about, and why, where that is asked. */
export const CustomerEdit = CustomerChange.extend(about);
export const CustomerTrial = ClientTrial.extend(about);
export const CustomerSync = SyncOrder.extend(about);
export const CustomerAgain = CustomerRetry.extend({ ...about, reason });
export const CustomerStop = z.strictObject({ ...about, reason });

const person = { ...about, id: z.int().min(1).max(2_147_483_647) };

/** What an admin asks of who may do what in a customer, and of one of its people or invites. */
export const CustomerAccess = AccessChange.extend(about);
export const CustomerAsking = NewCustomerUser.extend(about);
export const CustomerPerson = z.strictObject(person);
export const CustomerPersonRole = RoleChange.extend(person);
