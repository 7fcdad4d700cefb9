import { z } from "zod";
import { countCharacters } from "./characters";

// A character may be made of many; of one with a hundred marks nobody can read anything.
const unitsPerCharacter = 16;
const isWithin = (most: number) => (text: string) =>
  text.length <= most || (text.length <= most * unitsPerCharacter && countCharacters(text) <= most);

/** Ends of line as everywhere here, one way to write each letter, nothing around it. */
const normalise = (text: string) => text.normalize("NFC").replaceAll(/\r\n?/g, "\n").trim();
// Somebody sees it: letters, digits, signs and pictures are, spaces and joiners are not.
const isVisible = (text: string) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
const hasControls = (text: string, allowed: RegExp) => /\p{Cc}/u.test(text.replaceAll(allowed, ""));

type Kind = { most: number; lines?: boolean; tooLong?: string };

const written = ({ most, lines = false, tooLong = "tooLong" }: Kind, error: string) =>
  z
    .string({ error })
    .max(most * unitsPerCharacter + 100, tooLong)
    .transform(normalise)
    .refine(isWithin(most), { error: tooLong, params: { code: "too_big" } })
    .refine(text => !hasControls(text, lines ? /[\n\t]/g : /(?!)/g), "noControlCharacters");

/** A text that must be there; `most` counts what people see as characters. Any script. */
export const requiredText = (message: string, kind: Kind) =>
  written(kind, message).refine(isVisible, { error: message, params: { code: "required" } });

/** A text that may be left out; null when nothing is in it. */
export const optionalText = (kind: Kind) =>
  written(kind, "required")
    .transform(text => (isVisible(text) ? text : null))
    .nullish()
    .transform(value => value ?? null);

/** A text as far as it was typed: nothing is wrong with it yet but its length. */
export const typedText = (most: number) =>
  z
    .string()
    .max(most * unitsPerCharacter + 100, "tooLong")
    .optional();
