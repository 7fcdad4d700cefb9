/** A name as those see it who may not know it: first letters only, `C••• W•••`. */
export const maskName = (name: string): string =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map(part => `${[...part][0] ?? ""}•••`)
    .join(" ");
