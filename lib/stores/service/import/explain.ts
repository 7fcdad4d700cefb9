import { StepFailure } from "@/lib/platform/flow/failure";
import { OutboundError, type OutboundKind } from "@/lib/platform/outbound/outbound-error";
import { ToldOutboundError, toldBy } from "@/lib/platform/outbound/told-outbound-error";
import { feedCatalogues } from "../../client/feed/catalogue";
import { FeedError } from "../../client/feed/feed-error";
import { letzshopCatalogue } from "../../client/letzshop-catalogue";
import type { FeedLanguage } from "../../schema";

const { remedies: letzshop } = letzshopCatalogue;
const toldLetzshop = toldBy(letzshopCatalogue);
const noFeedText = "There is no product feed yet. Enter its address, then start the import again.";
const noProductsText = "Only orders were asked for.";
const noOrdersText = "Only products were asked for.";

/** Does an import that this stopped wait until the key works or there is another? */
export const isKeyFault = (kind: OutboundKind): kind is "auth" | "permission" => letzshop[kind].waits;

/** What stopped the import of orders, for its owner; anything but a failed call stays as it is. */
export const explainLetzshop = (thrown: unknown): unknown =>
  thrown instanceof OutboundError ? toldLetzshop(thrown) : thrown;

/** Was the reading of a feed ended because it took too long? */
export const isTooSlow = (thrown: unknown): boolean => thrown instanceof Error && thrown.name === "TimeoutError";

/** What went wrong with a feed as a whole, in a sentence for its owner, with the place; null for what is no fault of a feed. */
export function sayFeedFault(language: FeedLanguage, thrown: unknown): string | null {
  const { remedies, busy } = feedCatalogues[language];
  if (thrown instanceof OutboundError && thrown.reason === "busy") return busy;
  if (thrown instanceof OutboundError) return remedies[thrown.reason === "too_large" ? "too_large" : thrown.kind].text;
  if (isTooSlow(thrown)) return remedies.too_slow.text;
  if (!(thrown instanceof FeedError)) return null;
  const { code, line, column } = thrown;
  const place = [line && `line ${line}`, column && `column ${column}`].filter(Boolean).join(", ");
  return `${remedies[code].text}${place ? ` (${place})` : ""}`;
}

/** What stopped the reading of a feed, for its owner: a failed call is retried as before, a broken file is not; anything else stays as it is. */
export function explainFeed(language: FeedLanguage, thrown: unknown): unknown {
  const sentence = sayFeedFault(language, thrown);
  if (sentence === null) return thrown;
  const code = thrown instanceof OutboundError ? thrown.kind : thrown instanceof FeedError ? thrown.code : "too_slow";
  const { field } = feedCatalogues[language].remedies[code];
  if (thrown instanceof OutboundError) return new ToldOutboundError(thrown, sentence, field);
  return new StepFailure(code, sentence, false, field);
}

/** The store has no key: nothing can be asked. */
export const noKey = (): StepFailure => new StepFailure("auth", letzshop.no_key.text);

/** The store's key does not open: nobody can be asked with it. */
export const unreadableKey = (): StepFailure => new StepFailure("key_unreadable", letzshop.key_unreadable.text);

/** The master key that a store's key was closed with is not known here yet: nobody can be asked with it. */
export const noMasterKey = (): StepFailure => new StepFailure("unavailable", letzshop.unavailable.text);

/** The store has the key of another shop than the one that is read: it is begun anew. */
export const otherShop = (): StepFailure => new StepFailure("other_shop", letzshop.other_shop.text, true);

/** The store has no feed: nothing can be read. */
export const noFeed = (): StepFailure => new StepFailure("invalid_input", noFeedText);

/** Why products are skipped when the person asked for orders only. */
export const noProducts = (): string => noProductsText;

/** Why orders are skipped when only the feeds are read again. */
export const noOrders = (): string => noOrdersText;
