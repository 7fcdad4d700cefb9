import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { OutboxList } from "@/components/auth/outbox-list";
import { OutboxTools } from "@/components/auth/outbox-tools";
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
  const [t, messages] = await Promise.all([getTranslations("auth.outbox"), listMessages({ to: recipient })]);
  return (
    <main id="main" className="mx-auto grid w-full max-w-wizard gap-6 px-4 py-8 sm:px-6 sm:py-12">
      <header className="grid gap-1">
        <h1 className="text-2xl font-semibold">{t("title")}</h1>
        <p className="text-ink-muted">{t("lead")}</p>
      </header>
      <OutboxTools to={recipient} />
      <OutboxList messages={messages} to={recipient} />
    </main>
  );
}
