/** A sync's id as it stands in an address; null for what cannot be one. */
export const readRunId = (text: string | undefined): number | null =>
  /^[1-9]\d{0,8}$/.test(text ?? "") ? Number(text) : null;
