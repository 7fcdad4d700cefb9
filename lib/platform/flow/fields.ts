import { z } from "zod";

// Messages are keys of the `fields` texts, so that form and API say the same in the reader's language.

/** A text on one line that must be there, without the space around it. */
export const requiredField = (most: number, message: string) =>
  z.string({ error: message }).trim().min(1, message).max(most, "tooLong");

/** An e-mail address as people have one; whether it is theirs is another question. */
export const emailField = requiredField(254, "emailRequired").regex(
  /^[^\s@<>()",;:\\]+@[^\s@.<>()",;:\\]+(\.[^\s@.<>()",;:\\]+)+$/,
  "email",
);

/** Two-letter region for a number typed without its country. */
export const regionField = z.string().regex(/^[A-Z]{2}$/);
