import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { OutboxList } from "@/components/auth/outbox-list";
import { OutboxTools } from "@/components/auth/outbox-tools";
import { PageHeader } from "@/components/ui/page-header";
import { SiteHeader } from "@/components/ui/site-header";
import { SkipLink } from "@/components/ui/skip-link";
import { signInOptions } from "@/lib/platform/auth/queries";
import { listMessages } from "@/lib/platform/notifications/queries";

/** Title of the outbox. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.outbox");
  return { title: t("title"), robots: { index: false } };
}

/** Every message of demo and test with its code; in production the page is not there. */
export default async function OutboxPage({ searchParams }: { searchParams: Promise<{ to?: string | string[] }> }) {
  if (!signInOptions().hasOutbox) notFound();
  const { to } = await searchParams;
  const recipient = typeof to === "string" && to.trim() !== "" ? to.trim() : undefined;
  const [t, common] = await Promise.all([getTranslations("auth.outbox"), getTranslations("common")]);
  const messages = await listMessages({ to: recipient });
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <SiteHeader name={common("product")} home="/" width="wizard" />
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto grid w-full max-w-[calc(40rem+3rem)] flex-1 content-start gap-6 px-4 py-8 sm:px-6 sm:py-12"
      >
        <PageHeader className="mb-0 sm:mb-0" title={t("title")} description={t("lead")} />
        <OutboxTools to={recipient} />
        <OutboxList messages={messages} to={recipient} />
      </main>
    </div>
  );
}
