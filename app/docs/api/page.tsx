import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { SiteHeader } from "@/components/ui/site-header";
import { SkipLink } from "@/components/ui/skip-link";
import { listErrorCodes } from "@/lib/platform/http/openapi";
import { listOperations } from "@/lib/platform/http/openapi-list";
import { declarations } from "../../api/declarations";
import { AddressTable } from "./address-table";
import { SigningGuide } from "./signing-guide";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("docs"))("title") };
}

/** The API for people: every address with who may enter, and every error code with what it means. */
export default async function ApiPage() {
  const t = await getTranslations();
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <SiteHeader name={t("common.product")} home="/" context={t("docs.title")} />
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-page flex-1 px-4 py-8 sm:px-6">
        <PageHeader
          title={t("docs.title")}
          description={t.rich("docs.lead", {
            link: chunks => (
              <a className="link" href="/api/openapi.json">
                {chunks}
              </a>
            ),
          })}
        />
        <div className="grid gap-6">
          <AddressTable operations={listOperations(declarations)} />
          <SigningGuide />
          <Card title={t("docs.errors")}>
            <dl className="grid gap-4">
              {listErrorCodes().map(({ code, status }) => (
                <div key={code} id={code} className="grid gap-1 sm:grid-cols-[16rem_1fr]">
                  <dt className="font-mono text-sm">
                    {status} {code}
                  </dt>
                  <dd>{t(`errors.${code}`)}</dd>
                </div>
              ))}
            </dl>
          </Card>
        </div>
      </main>
    </div>
  );
}
