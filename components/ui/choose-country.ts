import type { PhoneCountry } from "./phone-field";

/** The country that the form of somebody in North America begins with, as reZEN's agents are; the first where no codes go there. */
export const chooseAmerica = (countries: readonly PhoneCountry[]): string =>
  (countries.find(({ region }) => region === "US") ?? countries[0])?.region ?? "US";
