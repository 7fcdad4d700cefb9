import { z } from "zod";

/** What a member agrees to before a plan begins; each with a text of its own (`invites.consents`). */
export const consentIds = ["terms", "personal_data"] as const;
export const ConsentId = z.enum(consentIds, "choose");
export type ConsentId = z.output<typeof ConsentId>;

/** The version of all the texts: whoever changes a word of one gives it a new name, and older pages are asked to read again. */
export const consentWording = "2026-11";
