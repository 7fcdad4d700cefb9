import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { sampleSetup } from "@/lib/platform/partner/view/sample-setup";
import { Frame } from "../frame";
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
  const t = await getTranslations("docs.partner");
  const setup = sampleSetup();
  return (
    <Frame title={t("title")} lead={t("lead")}>
      <Contents />
      <Start setup={setup.text} />
      <Body />
      <Signing />
      <Samples />
      <Checks />
      <Advice isDemo={setup.isDemo} />
      <Webhooks />
      <Vectors />
    </Frame>
  );
}
