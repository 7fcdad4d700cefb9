import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { createTranslator } from "next-intl";
import { describe, expect, test } from "vitest";
import { rezenCatalogue } from "@/lib/agents/client/rezen-catalogue";
import { zuoraCatalogue } from "@/lib/customers/client/zuora-catalogue";
import { feedCatalogues } from "@/lib/stores/client/feed/catalogue";
import { letzshopCatalogue } from "@/lib/stores/client/letzshop-catalogue";
import { inLanguage } from "./language";
import { type Locale, locales, localeTags } from "./locales";
import { messages, messagesIn } from "./messages";
import { keyOfSaid, saySaid } from "./said";

type Tree = { [key: string]: string | Tree };

const flatten = (tree: Tree, at = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[at + key, value] as [string, string]] : flatten(value, `${at}${key}.`),
  );

const textsOf = async (locale: Locale) => {
  const { docs, ...rest } = await messagesIn(locale);
  expect(docs, "the developers' documentation is English").toBe(messages.docs);
  return new Map(flatten(rest));
};

/** What a text asks for: arguments with their kinds, the choices of each select, and tags. */
function asked(nodes: readonly MessageFormatElement[], found = new Set<string>()): Set<string> {
  for (const node of nodes) {
    if (node.type === TYPE.literal || node.type === TYPE.pound) continue;
    const kind = node.type === TYPE.select ? Object.keys(node.options).sort().join("|") : TYPE[node.type];
    found.add(node.type === TYPE.tag ? `<${node.value}>` : `{${node.value}, ${kind}}`);
    if (node.type === TYPE.tag) asked(node.children, found);
    if (node.type === TYPE.select || node.type === TYPE.plural)
      for (const { value } of Object.values(node.options)) asked(value, found);
  }
  return found;
}

/** The categories of each plural that its language never asks for, and what is asked for and not there. */
function oddPlurals(nodes: readonly MessageFormatElement[], locale: Locale): string[] {
  const known: string[] = new Intl.PluralRules(localeTags[locale]).resolvedOptions().pluralCategories;
  return nodes.flatMap(node => {
    if (node.type === TYPE.tag) return oddPlurals(node.children, locale);
    if (node.type !== TYPE.select && node.type !== TYPE.plural) return [];
    const inner = Object.values(node.options).flatMap(({ value }) => oddPlurals(value, locale));
    if (node.type === TYPE.select) return inner;
    const given = Object.keys(node.options).filter(name => !name.startsWith("="));
    const odd = given.filter(name => !known.includes(name));
    return [...inner, ...odd, ...(given.includes("other") ? [] : ["no other"])];
  });
}

/** The longest that a text can be, with arguments of a usual length: what is chosen is counted by its longest choice. */
function longest(nodes: readonly MessageFormatElement[]): number {
  return nodes.reduce((sum, node) => {
    if (node.type === TYPE.literal) return sum + node.value.length;
    if (node.type === TYPE.tag) return sum + longest(node.children);
    if (node.type === TYPE.select || node.type === TYPE.plural)
      return sum + Math.max(...Object.values(node.options).map(({ value }) => longest(value)));
    return sum + 10;
  }, 0);
}

const literals = (nodes: readonly MessageFormatElement[]): string =>
  nodes
    .map(node => {
      if (node.type === TYPE.literal) return node.value;
      if (node.type === TYPE.tag) return literals(node.children);
      const isChoice = node.type === TYPE.select || node.type === TYPE.plural;
      return isChoice
        ? Object.values(node.options)
            .map(({ value }) => literals(value))
            .join("")
        : "";
    })
    .join("");

// What one short message holds 160 of; of any other character only 70 fit.
const gsm7 = /^[@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;
const shortMessages = [
  ...["mail.code.sms", "mail.agent.ready.sms", "mail.member.invited.sms", "mail.reminder.sms"],
  ...["stores.readyMail.sms", "viewAs.told.sms", "viewAs.pointed.sms"],
];

describe.each(locales)("16: the texts in %s", locale => {
  test("are all there, none empty, and ask for what the English ones do", async () => {
    const [english, own] = [await textsOf("en"), await textsOf(locale)];
    const faults = [...english].flatMap(([key, text]) => {
      const other = own.get(key);
      if (!other?.trim()) return [`${key}: is missing`];
      const [theirs, ours] = [[...asked(parse(text))].sort().join(), [...asked(parse(other))].sort().join()];
      return theirs === ours ? [] : [`${key}: ${ours} instead of ${theirs}`];
    });
    expect(faults).toEqual([]);
    expect([...own.keys()].filter(key => !english.has(key))).toEqual([]);
  });

  test("count as their language does, and stand where nobody asked for another one", async () => {
    const own = await textsOf(locale);
    const odd = [...own].flatMap(([key, text]) => oddPlurals(parse(text), locale).map(what => `${key}: ${what}`));
    expect(odd).toEqual([]);
    const t = createTranslator({ locale: localeTags[locale], messages: await messagesIn(locale), namespace: "common" });
    expect(t("product")).toBe("Gangway");
  });

  test("are short where they are sent as short messages, in characters of which 160 fit into one", async () => {
    const own = await textsOf(locale);
    for (const key of shortMessages) {
      const read = parse(own.get(key) ?? "");
      expect.soft(literals(read), key).toMatch(gsm7);
      expect.soft(longest(read), key).toBeLessThanOrEqual(160);
    }
  });
});

test("16: other languages are translated, not copied", async () => {
  const english = await textsOf("en");
  const sentences = [...english].filter(([, text]) => /^[A-Z][a-z]+( [a-z]+){3,}/.test(text));
  expect(sentences.length).toBeGreaterThan(500);
  for (const locale of ["fr", "de"] as const) {
    const own = await textsOf(locale);
    expect(sentences.filter(([key, text]) => own.get(key) === text).map(([key]) => key)).toEqual([]);
  }
});

test("16: what a worker keeps in English of a failure is said in the reader's words, with the place where a feed breaks", async () => {
  const catalogues = [letzshopCatalogue, rezenCatalogue, zuoraCatalogue, ...Object.values(feedCatalogues)];
  const kept = catalogues.flatMap(({ remedies, busy }) => [...Object.values(remedies).map(({ text }) => text), busy]);
  for (const locale of ["fr", "de"] as const)
    for (const sentence of kept)
      expect.soft(await inLanguage(locale, () => saySaid(sentence)), sentence).not.toBe(sentence);
  const english = await textsOf("en");
  for (const [key, sentence] of english)
    if (/^said\.(?!place)/.test(key)) expect.soft(`said.${keyOfSaid(sentence)}`).toBe(key);
  const broken = `${feedCatalogues.fr.remedies.unclosed_quote.text} (line 3, column 2)`;
  expect(await inLanguage("de", () => saySaid(broken))).toBe(
    "Französischer Feed: Ein Anführungszeichen wird geöffnet und nie geschlossen. (Zeile 3, Spalte 2)",
  );
  expect(saySaid(broken)).toBe(broken);
  const more = `${zuoraCatalogue.remedies.other_tenant.text} They are of tenant 1: enter those of tenant 2.`;
  expect(await inLanguage("de", () => saySaid(more)), "of what goes on nothing is left out").toBe(more);
  expect(await inLanguage("fr", () => saySaid("Whatever else somebody wrote."))).toBe("Whatever else somebody wrote.");
});
