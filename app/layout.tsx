import "./globals.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { type Language, Languages } from "@/components/ui/language-switch";
import { NonceProvider } from "@/components/ui/nonce-provider";
import { toTheme } from "@/components/ui/theme";
import { localeNames, locales, localeTags } from "@/lib/platform/i18n/locales";
import { asksBrowser } from "@/lib/platform/measures/service";
import { choose } from "./language/actions";
import { CommonTexts } from "./texts";
import { ViewFrame } from "./view-frame";
import { Vitals } from "./vitals";

/** Title and description that pages without their own have. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  return {
    title: { default: t("product"), template: `%s – ${t("product")}` },
    description: t("claim"),
    robots: { index: false },
  };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

const languages = locales.map(locale => ({
  code: localeTags[locale],
  name: localeNames[locale],
  choose: choose.bind(null, { language: locale }) as unknown as Language["choose"],
}));

/** The frame of every page: language, theme, fonts and nonce. Reading the headers makes each page dynamic, which its nonce needs. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = toTheme((await cookies()).get("theme")?.value);
  const locale = await getLocale();
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html
      lang={locale}
      dir="ltr"
      data-theme={theme === "system" ? undefined : theme}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>
        <NonceProvider nonce={nonce}>
          <CommonTexts>
            <Languages languages={languages} current={locale}>
              <ViewFrame>{children}</ViewFrame>
            </Languages>
          </CommonTexts>
          {asksBrowser() ? <Vitals /> : null}
        </NonceProvider>
      </body>
    </html>
  );
}
