const longest = 400;

/** What an address says of a place in a list; undefined where it says nothing that can be one, such as a null character, which no text of the database holds. */
export const readPlaceText = (told: unknown): string | undefined =>
  typeof told === "string" && told.length <= longest && !told.includes("\0") ? told : undefined;
