import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { mergeTexts, type TextTree } from "@/components/ui/merge-texts";
import { MoreTexts } from "@/components/ui/more-texts";

// What any page's scripts may draw with.
const everywhere = ["common", "errors", "flow", "auth.account"];

/** One area of the texts, or a part of it (`stores.key`), in the place where it stands among all. */
function partOf(texts: TextTree, [key = "", ...rest]: readonly string[]): TextTree {
  const found = texts[key] ?? {};
  return { [key]: rest.length === 0 || typeof found === "string" ? found : partOf(found, rest) };
}

async function textsOf(areas: readonly string[]): Promise<TextTree> {
  const all: TextTree = await getMessages();
  return areas.map(area => partOf(all, area.split("."))).reduce(mergeTexts, {});
}

/** Gives the scripts of every page their texts: a text that is not given is not sent. */
export async function CommonTexts({ children }: { children: ReactNode }) {
  return <NextIntlClientProvider messages={await textsOf(everywhere)}>{children}</NextIntlClientProvider>;
}

type TextsProps = {
  /** Areas of the texts, or parts of one: `stores`, `stores.key`. */
  areas: readonly string[];
  children: ReactNode;
};

/** Gives the scripts of a section its texts, besides those of every page. A test compares them with what the scripts draw with. */
export async function Texts({ areas, children }: TextsProps) {
  return <MoreTexts messages={await textsOf(areas)}>{children}</MoreTexts>;
}
