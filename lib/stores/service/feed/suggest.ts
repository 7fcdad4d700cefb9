import { translator } from "@/lib/platform/i18n/language";
import { messages } from "@/lib/platform/i18n/messages";
import type { InspectedFeed } from "../../client/feed/feed";
import type { FeedField } from "../../client/feed/header";
import type { FeedIssue } from "../../client/feed/row-reader";

/** Something that would make a feed better, in plain words. */
export type Suggestion = { code: string; message: string };

const t = translator("stores.feedAdvice");

type Advice = keyof typeof messages.stores.feedAdvice;
const isAdvice = (code: string): code is Advice => Object.hasOwn(messages.stores.feedAdvice, code);
const advise = (code: string, count: number): Suggestion[] =>
  isAdvice(code) ? [{ code, message: t(code, { count }) }] : [];

// A feed without one of these is poorer than need be; the other fields are for who needs them.
const missed: ReadonlySet<FeedField> = new Set<FeedField>(["gtin", "image_link", "description", "availability"]);

/** What to tell about a whole feed: problems that many rows share first. `counts` says how many rows have each problem. */
export function suggest(
  { dialect }: InspectedFeed,
  unfilled: readonly FeedField[],
  counts: ReadonlyMap<FeedIssue["code"], number>,
): Suggestion[] {
  const shared = [...counts].sort(([, one], [, other]) => other - one);
  const isOld = dialect.encoding === "windows-1252";
  return [
    ...shared.flatMap(([code, count]) => advise(code, count)),
    ...(isOld ? advise("old_encoding", 1) : []),
    ...unfilled.filter(field => missed.has(field)).flatMap(field => advise(`no_${field}`, 0)),
  ];
}
