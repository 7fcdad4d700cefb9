import { z } from "zod";
import { emailField, regionField, requiredField } from "@/lib/platform/flow/fields";

const person = {
  name: requiredField(120, "ownerNameRequired"),
  email: emailField,
  phoneNumber: requiredField(40, "phoneRequired"),
  country: regionField.optional(),
};

/** What opens an agent's account. */
export const AgentSignup = z.strictObject(person);
export type AgentSignup = z.output<typeof AgentSignup>;

/** Whether an agent works alone or in a team. */
export const AccountType = z.enum(["Individual", "Team"], "choose");
export type AccountType = z.output<typeof AccountType>;

/** An agent's account as an admin makes it; the type is what it is taken for until reZEN has told. */
export const NewAgent = z.strictObject({ ...person, accountType: AccountType });
export type NewAgent = z.output<typeof NewAgent>;

const uuid = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "rezenAgentId");
const agentId = z
  .union([
    z
      .string()
      .trim()
      .length(0)
      .transform(() => null),
    uuid,
  ])
  .nullish()
  .transform(id => id ?? null);

/** The key to reZEN, and whose it is where the key does not say so itself. */
export const RezenKey = z.strictObject({
  apiKey: requiredField(500, "rezenKeyRequired").regex(/^[\x21-\x7e]+$/, "apiKey"),
  agentId,
});
export type RezenKey = z.output<typeof RezenKey>;

/** A key to be tried: whatever was typed, since reZEN alone says which is right. Without one the key on file. */
export const KeyTrial = z
  .strictObject({ apiKey: requiredField(500, "rezenKeyRequired").optional(), agentId })
  .refine(({ apiKey, agentId: id }) => apiKey !== undefined || id === null, {
    path: ["apiKey"],
    message: "rezenKeyRequired",
    params: { code: "required" },
  });
export type KeyTrial = z.output<typeof KeyTrial>;
