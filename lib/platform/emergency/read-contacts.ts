import { z } from "zod";
import { EmergencyContact, emergencyParties } from "./schema";

const wayOf = (part: string): "phone" | "email" | "url" | "name" => {
  if (part.startsWith("+")) return "phone";
  if (/^https?:/i.test(part)) return "url";
  return part.includes("@") ? "email" : "name";
};

/** `zuora: Global Support, +1 650 555 0100, support@example.com`; null for what is no such thing, or names something twice. */
function readContact(entry: string): EmergencyContact | null {
  const [, party = "", told = ""] = /^\s*([a-z0-9]+)\s*:(.*)$/s.exec(entry) ?? [];
  const parts = told.split(",").map(part => part.trim());
  const ways = parts.map(part => [wayOf(part), part] as const);
  const named = Object.fromEntries(ways);
  const { success, data } = EmergencyContact.safeParse({ phone: null, email: null, url: null, ...named, party });
  const isWhole = success && Object.keys(named).length === parts.length && parts.length > 1;
  return isWhole ? data : null;
}

/** Contacts of an environment variable: entries between semicolons or lines. What is wrong is told by its number, not repeated. */
export const emergencyContacts = z
  .string()
  .default("")
  .transform((text, context) => {
    const entries = text.split(/[;\n]/).filter(entry => entry.trim());
    const read = entries.map(readContact);
    for (const [at, contact] of read.entries())
      if (!contact)
        context.addIssue({
          code: "custom",
          message: `entry ${at + 1} must be like "zuora: Name, +352 621 000 000, name@example.com, https://status.example", with one of ${emergencyParties.join(" ")} before the colon`,
        });
    return read.filter(contact => contact !== null);
  });
