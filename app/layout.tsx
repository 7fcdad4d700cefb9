import "./globals.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { NonceProvider } from "@/components/ui/nonce-provider";
import { toTheme } from "@/components/ui/theme";
import { asksBrowser } from "@/lib/platform/measures/service";
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

/** The frame of every page: language, theme, fonts and nonce. Reading the headers makes each page dynamic, which its nonce needs. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = toTheme((await cookies()).get("theme")?.value);
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html
      lang={await getLocale()}
      dir="ltr"
      data-theme={theme === "system" ? undefined : theme}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>
        <NonceProvider nonce={nonce}>
          <CommonTexts>
            <ViewFrame>{children}</ViewFrame>
          </CommonTexts>
          {asksBrowser() ? <Vitals /> : null}
        </NonceProvider>
      </body>
    </html>
  );
}
