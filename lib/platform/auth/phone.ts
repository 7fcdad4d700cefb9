import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/max";
import { env } from "../env";
import { AppError, invalidInput } from "../errors";

/** A phone number that exists in its country's numbering plan; people are compared by `e164` only. */
export type Phone = {
  e164: string;
  region: string;
  type: string | undefined;
  /** Grouped as people write it: +352 621 000 001. */
  international: string;
  masked: string;
};

// Numbers that no person reads messages on, and that cost whoever calls them.
const unusableTypes = new Set(["PREMIUM_RATE", "SHARED_COST", "TOLL_FREE", "PAGER", "UAN", "VOICEMAIL"]);
const longestText = 40;

/** Shows of a number only its last four digits. */
export const maskPhone = (e164: string): string => `•••• ${e164.slice(-4)}`;

/** Reads a number in any usual spelling (spaces, brackets, `00`, `+`, full-width digits); null when no such number can exist. */
export function parsePhone(text: string, defaultRegion?: string): Phone | null {
  // "(+352) 621…" and "00352 621…" are "+352 621…".
  const plain = text
    .normalize("NFKC")
    .trim()
    .replace(/^\(([+\d]+)\)/, "$1")
    .replace(/^00/, "+");
  if (plain.length > longestText) return null;
  const region = defaultRegion && isSupportedCountry(defaultRegion) ? (defaultRegion as CountryCode) : undefined;
  const number = parsePhoneNumberFromString(plain, { defaultCountry: region, extract: false });
  const type = number?.getType();
  if (!number?.isValid() || !number.country || number.ext || (type && unusableTypes.has(type))) return null;
  return {
    e164: number.number,
    region: number.country,
    type,
    // Seldom asked for, and a quarter of the work.
    get international() {
      return number.formatInternational();
    },
    masked: maskPhone(number.number),
  };
}

/** A number that we may send codes to; throws 422 `invalid_input` on `field`, or `country_not_enabled`. */
export function acceptPhone(text: string, options: { field?: string; defaultRegion?: string } = {}): Phone {
  const field = options.field ?? "phoneNumber";
  const phone = parsePhone(text, options.defaultRegion);
  if (!phone) throw invalidInput([{ field, code: "invalid_phone", message: "phone" }]);
  if (!env.otpCountries.includes(phone.region)) {
    throw new AppError("country_not_enabled", {
      errors: [{ field, code: "country_not_enabled", message: "phoneCountryNotEnabled" }],
    });
  }
  return phone;
}
