/** A name as those see it who may not know it: first letters only, `C••• W•••`. */
export const maskName = (name: string): string =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map(part => `${[...part][0] ?? ""}•••`)
    .join(" ");

// The domain of an address is often the name of a shop.
/** An address as those see it who may not know it: its first letter only, `c•••@•••`. */
export const maskEmail = (email: string): string => `${[...email][0] ?? ""}•••@•••`;
