import type { Catalogue, OutboundKind } from "@/lib/platform/outbound/catalogue";
import type { FeedLanguage } from "../../schema";
import type { FeedProblem } from "./feed-error";

/** Why a feed cannot be read, besides what can go wrong with any call. */
export type FeedFault = FeedProblem | "too_large" | "too_slow";
type Field = "csvUrlFr" | "csvUrlEn" | "csvUrlDe";

// Nothing technical: that is in the log.
const texts: Record<OutboundKind | FeedFault, string> = {
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

type FeedCatalogue = Catalogue<Field, FeedFault>;

// A feed that is no good is its owner's, at the address that they gave for its language.
const toCatalogue = (name: string, field: Field): FeedCatalogue => ({
  lines: [],
  remedies: Object.fromEntries(
    Object.entries(texts).map(([fault, text]) => [fault, { waits: false, text: `${name}: ${text}`, field }]),
  ) as FeedCatalogue["remedies"],
  busy: "Many imports are going on at this moment.",
});

/** All that can go wrong with a feed, and the field that holds its address. */
export const feedCatalogues: Readonly<Record<FeedLanguage, FeedCatalogue>> = {
  fr: toCatalogue("French feed", "csvUrlFr"),
  en: toCatalogue("English feed", "csvUrlEn"),
  de: toCatalogue("German feed", "csvUrlDe"),
};
