import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { MoreTexts } from "@/components/ui/more-texts";

type Area = keyof Awaited<ReturnType<typeof getMessages>>;

/** What any page's scripts may draw with. */
const everywhere: readonly Area[] = ["common", "errors", "auth", "notices", "flow", "fields"];

async function textsOf(areas: readonly Area[]) {
  const all = await getMessages();
  return Object.fromEntries(areas.map(area => [area, all[area]]));
}

/** Gives the scripts of every page their texts: a text that is not given is not sent. */
export async function CommonTexts({ children }: { children: ReactNode }) {
  return <NextIntlClientProvider messages={await textsOf(everywhere)}>{children}</NextIntlClientProvider>;
}

/** Gives the scripts of a section the texts of its areas, besides those of every page. */
export async function Texts({ areas, children }: { areas: readonly Area[]; children: ReactNode }) {
  return <MoreTexts messages={await textsOf(areas)}>{children}</MoreTexts>;
}
