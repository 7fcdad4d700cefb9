import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { SiteHeader } from "@/components/ui/site-header";
import { SkipLink } from "@/components/ui/skip-link";
import { sampleSetup } from "@/lib/platform/partner/view/sample-setup";
import { Advice } from "./advice";
import { Body } from "./body";
import { Checks } from "./checks";
import { Contents } from "./contents";
import { Samples } from "./samples";
import { Signing } from "./signing";
import { Start } from "./start";
import { Vectors } from "./vectors";
import { Webhooks } from "./webhooks";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("docs.partner"))("title") };
}

/** All that somebody needs who writes the other end: calls, signing, programs to copy, errors with what to do, and test vectors. */
export default async function PartnerApiPage() {
  const t = await getTranslations();
  const setup = sampleSetup();
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <SiteHeader name={t("common.product")} home="/" context={t("docs.title")} />
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-page flex-1 px-4 py-8 sm:px-6">
        <PageHeader title={t("docs.partner.title")} description={t("docs.partner.lead")} />
        <div className="grid gap-6">
          <Contents />
          <Start setup={setup.text} />
          <Body />
          <Signing />
          <Samples />
          <Checks />
          <Advice isDemo={setup.isDemo} />
          <Webhooks />
          <Vectors />
        </div>
      </main>
    </div>
  );
}
