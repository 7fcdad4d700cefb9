import { type Identifier, maskIdentifier } from "@/lib/platform/auth/identifier";
import { parsePhone } from "@/lib/platform/auth/phone";
import { env } from "@/lib/platform/env";
import type { Channel } from "../../schema/invite";

/** Where a member can be reached. */
export type Reach = { email: string | null; phoneNumber: string | null };

// A number in a country that gets no codes from us is no way to somebody.
const isReachable = (phoneNumber: string): boolean => env.otpCountries.includes(parsePhone(phoneNumber)?.region ?? "");

/** Every way to a member that we may send by, mail first. */
export function listReach({ email, phoneNumber }: Reach): Identifier[] {
  const ways: Identifier[] = [];
  if (email !== null) ways.push({ channel: "email", identifier: email });
  if (phoneNumber !== null && isReachable(phoneNumber)) ways.push({ channel: "sms", identifier: phoneNumber });
  return ways;
}

/** The way to a member by this channel; undefined where there is none. */
export const findReach = (reach: Reach, channel: Channel): Identifier | undefined =>
  listReach(reach).find(way => way.channel === channel);

/** The same as they may be shown to whoever holds a link: `j•••@example.com`, `•••• 0132`. */
export const maskedReach = (reach: Reach): string[] => listReach(reach).map(maskIdentifier);
