/** The parts of a date, the one that is known most often first. */
export const partNames = ["year", "month", "day"] as const;

type Parts = Record<(typeof partNames)[number], string>;

const twoDigits = (text: string) => (/^\d$/.test(text) ? `0${text}` : text);

/** "2019-05" as its parts. */
export function splitDate(value: string): Parts {
  const [year = "", month = "", ...rest] = value.split("-");
  return { year, month, day: rest.join("-") };
}

/** Parts as "2019-05"; what is missing in between stays missing, and is no date then. */
export const joinDate = ({ year, month, day }: Parts): string =>
  [year, twoDigits(month), twoDigits(day)].join("-").replace(/-+$/, "");
