import { StepFailure } from "@/lib/platform/flow/failure";
import { OutboundError, type OutboundKind } from "@/lib/platform/outbound/outbound-error";
import { ToldOutboundError, toldBy } from "@/lib/platform/outbound/told-outbound-error";
import { FeedError, type FeedProblem } from "../../client/feed/feed-error";
import type { FeedLanguage } from "../../schema";

// Every sentence that an import's failure says to the owner of a shop. Nothing technical: that is in the log.
const letzshopTexts: Record<OutboundKind | "no_key" | "key_unreadable" | "master_key" | "other_shop", string> = {
  no_key: "There is no Letzshop key. Enter one, and the import goes on by itself.",
  key_unreadable: "We can no longer open your stored Letzshop key. Enter it again, and the import goes on by itself.",
  master_key: "Something has to be put right on our side first. The import goes on by itself.",
  other_shop: "There is a key of another shop now. Its orders are read from the start in a moment.",
  auth: "Letzshop no longer accepts your key. Enter a new key, and the import goes on by itself.",
  permission:
    "Your Letzshop key may not read orders. Give it that right and test it, or enter another key: the import goes on by itself.",
  rate_limit: "Letzshop asks us to slow down.",
  unreachable: "Letzshop cannot be reached right now.",
  wrong_address: "Letzshop cannot be found where it used to be. Contact support if it stays like this.",
  unexpected: "Letzshop gave an answer that we do not understand. Contact support if it stays like this.",
};
const feedTexts: Record<OutboundKind | FeedProblem | "no_feed" | "too_large" | "too_slow", string> = {
  no_feed: "There is no product feed yet. Enter its address, then start the import again.",
  auth: "The address asks for a password. Give an address that opens without one.",
  permission: "The address does not let us in. Give an address that anybody may open.",
  rate_limit: "The server asks us to slow down.",
  unreachable: "The server cannot be reached right now, or it broke off in the middle.",
  wrong_address: "There is no file at this address. Check the address.",
  unexpected: "The server gave an answer that we do not understand. Check the address.",
  too_large: "The file is too large: at most 50 MB, or 200 MB unpacked.",
  too_slow: "The file takes too long to read.",
  empty_file: "The file is empty.",
  empty_feed: "The file names its columns and holds no product. Your products stay as they are.",
  not_csv: "This is a web page or some other format, not a CSV file.",
  compressed: "The file is compressed. Give the address of the plain CSV file.",
  no_header: "The first line does not name the columns.",
  missing_column: "A required column is missing.",
  duplicate_column: "A column is named twice.",
  too_many_columns: "A line has too many columns.",
  too_many_rows: "The file has more than a million rows.",
  field_too_large: "A field is too large.",
  unclosed_quote: "A quotation mark is opened and never closed.",
};
const feedNames: Record<FeedLanguage, string> = { fr: "French feed", en: "English feed", de: "German feed" };
const busyText = "Many imports are going on at this moment.";
const toldLetzshop = toldBy(letzshopTexts, busyText);
const noProductsText = "Only orders were asked for.";
const noOrdersText = "Only products were asked for.";

/** What stopped the import of orders, for its owner; anything but a failed call stays as it is. */
export const explainLetzshop = (thrown: unknown): unknown =>
  thrown instanceof OutboundError ? toldLetzshop(thrown) : thrown;

/** Was the reading of a feed ended because it took too long? */
export const isTooSlow = (thrown: unknown): boolean => thrown instanceof Error && thrown.name === "TimeoutError";

/** What went wrong with a feed as a whole, in a sentence for its owner, with the place; null for what is no fault of a feed. */
export function sayFeedFault(language: FeedLanguage, thrown: unknown): string | null {
  if (thrown instanceof OutboundError && thrown.reason === "busy") return busyText;
  if (thrown instanceof OutboundError)
    return `${feedNames[language]}: ${feedTexts[thrown.reason === "too_large" ? "too_large" : thrown.kind]}`;
  if (isTooSlow(thrown)) return `${feedNames[language]}: ${feedTexts.too_slow}`;
  if (!(thrown instanceof FeedError)) return null;
  const { code, line, column } = thrown;
  const place = [line && `line ${line}`, column && `column ${column}`].filter(Boolean).join(", ");
  return `${feedNames[language]}: ${feedTexts[code]}${place ? ` (${place})` : ""}`;
}

/** What stopped the reading of a feed, for its owner: a failed call is retried as before, a broken file is not; anything else stays as it is. */
export function explainFeed(language: FeedLanguage, thrown: unknown): unknown {
  const sentence = sayFeedFault(language, thrown);
  if (sentence === null) return thrown;
  if (thrown instanceof OutboundError) return new ToldOutboundError(thrown, sentence);
  return new StepFailure(thrown instanceof FeedError ? thrown.code : "too_slow", sentence);
}

/** The store has no key: nothing can be asked. */
export const noKey = (): StepFailure => new StepFailure("auth", letzshopTexts.no_key);

/** The store's key does not open: nobody can be asked with it. */
export const unreadableKey = (): StepFailure => new StepFailure("key_unreadable", letzshopTexts.key_unreadable);

/** The master key that a store's key was closed with is not known here yet: nobody can be asked with it. */
export const noMasterKey = (): StepFailure => new StepFailure("unavailable", letzshopTexts.master_key);

/** The store has the key of another shop than the one that is read: it is begun anew. */
export const otherShop = (): StepFailure => new StepFailure("other_shop", letzshopTexts.other_shop, true);

/** The store has no feed: nothing can be read. */
export const noFeed = (): StepFailure => new StepFailure("invalid_input", feedTexts.no_feed);

/** Why products are skipped when the person asked for orders only. */
export const noProducts = (): string => noProductsText;

/** Why orders are skipped when only the feeds are read again. */
export const noOrders = (): string => noOrdersText;
