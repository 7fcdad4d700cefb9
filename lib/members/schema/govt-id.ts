import type { GovtIdName } from "./member";

// Verhoeff's check digit (1969): what each digit does to the sum, and how digits are turned by their place. It finds every wrong digit and
// every two that changed places.
const product = ["0123456789", "1234067895", "2340178956", "3401289567", "4012395678"];
const mirrored = ["5987604321", "6598710432", "7659821043", "8765932104", "9876543210"];
const sums = [...product, ...mirrored];
const turns = [
  "0123456789",
  "1576283094",
  "5803796142",
  "8916043527",
  "9453126870",
  "4286573901",
  "2793806415",
  "7046913258",
];

/** Does a text of digits end with its right check digit by Verhoeff? */
export function hasVerhoeffDigit(digits: string): boolean {
  let sum = 0;
  for (const [place, digit] of [...digits].reverse().entries()) {
    const turned = turns[place % turns.length]?.[Number(digit)];
    sum = Number(sums[sum]?.[Number(turned)]);
  }
  return sum === 0;
}

const forms: Record<GovtIdName, (id: string) => boolean> = {
  pan: id => /^[A-Z]{5}\d{4}[A-Z]$/.test(id),
  aadhar: id => /^[2-9]\d{11}$/.test(id) && hasVerhoeffDigit(id),
  passport: id => /^[A-PR-WY][1-9]\d{6}$/.test(id),
  license: id => /^[A-Z]{2}\d{13}$/.test(id),
};

/** A number of a paper as it is compared and kept: capitals, without the spaces, hyphens and strokes that people write in it. */
export const plainGovtId = (text: string): string => text.toUpperCase().replaceAll(/[\s/-]/g, "");

// These are given out everywhere, in forms that nobody knows all of.
const foreign: ReadonlySet<GovtIdName> = new Set(["passport", "license"]);
const isAnyNumber = (id: string) => /^[A-Z0-9]{5,20}$/.test(id);

/**
 * Can a paper of this kind have this number? As India gives them out: PAN, Aadhaar with its check digit, and of who lives there (`region` IN) passport and
 * driving licence; those of others have some letters and digits.
 */
export const isGovtId = (name: GovtIdName, text: string, region?: string | null): boolean =>
  (region !== "IN" && foreign.has(name) ? isAnyNumber : forms[name])(plainGovtId(text));
