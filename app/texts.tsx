import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";

type Area = keyof Awaited<ReturnType<typeof getMessages>>;

/** What any page's scripts may draw with. */
const everywhere: readonly Area[] = ["common", "errors", "auth", "notices", "flow", "fields"];

/** Gives the scripts of a section the texts of its areas besides those of every page: a text that is not given is not sent. */
export async function Texts({ areas = [], children }: { areas?: readonly Area[]; children: ReactNode }) {
  const all = await getMessages();
  const given = Object.fromEntries([...everywhere, ...areas].map(area => [area, all[area]]));
  return <NextIntlClientProvider messages={given}>{children}</NextIntlClientProvider>;
}
