import { z } from "zod";
import { invalidInput } from "../errors";
import { acceptPhone, maskPhone, parsePhone } from "./phone";

/** Where a code goes: a number in E.164 or a lower-case address. */
export type Identifier = { channel: "sms" | "email"; identifier: string };

const Email = z.email().max(254);

/** An e-mail address as it is compared and stored: NFC, trimmed, lower case; null when it is none. */
export function parseEmail(text: string): string | null {
  const plain = text.normalize("NFC").trim().toLowerCase();
  return Email.safeParse(plain).success ? plain : null;
}

/** A number that we may send codes to; throws 422 `invalid_input` or `country_not_enabled` on `phoneNumber`. */
export function requirePhone(text: string, defaultRegion?: string): Identifier & { channel: "sms" } {
  return { channel: "sms", identifier: acceptPhone(text, { defaultRegion }).e164 };
}

/** Exactly one of number and address, read and checked; throws 422 with the field at fault. */
export function requireIdentifier(given: { phoneNumber?: string; email?: string; country?: string }): Identifier {
  if ((given.phoneNumber === undefined) === (given.email === undefined)) {
    throw invalidInput([{ field: "phoneNumber", code: "required", message: "required" }]);
  }
  if (given.phoneNumber !== undefined) return requirePhone(given.phoneNumber, given.country);
  const email = parseEmail(given.email ?? "");
  if (!email) throw invalidInput([{ field: "email", code: "invalid_email", message: "email" }]);
  return { channel: "email", identifier: email };
}

/** What may be shown and written down of an identifier: `•••• 0132` or `j•••@example.com`. */
export function maskIdentifier({ channel, identifier }: Identifier): string {
  if (channel === "sms") return maskPhone(identifier);
  const at = identifier.lastIndexOf("@");
  return `${identifier.slice(0, 1)}•••${identifier.slice(at)}`;
}

/** An identifier as its owner writes it: the number grouped, the address whole. For the browser that typed it. */
export function spellIdentifier({ channel, identifier }: Identifier): string {
  return channel === "sms" ? (parsePhone(identifier)?.international ?? identifier) : identifier;
}
