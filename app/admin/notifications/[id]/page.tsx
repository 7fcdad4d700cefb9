import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Texts } from "@/app/texts";
import { OutboxMessage } from "@/components/admin/outbox-one";
import { OutboxRetry } from "@/components/admin/outbox-retry";
import { BackLink } from "@/components/flow/wizard-frame";
import { PageHeader } from "@/components/ui/page-header";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { findMessage } from "@/lib/platform/outbox/queries";
import { SentParams } from "@/lib/platform/outbox/schema";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("outbox.one"))("title") };
}

/** One message with its tries; never what it says. */
export default async function MessagePage({ params }: { params: Promise<{ id: string }> }) {
  const given = await params;
  const viewer = await requireStaff(`/admin/notifications/${encodeURIComponent(given.id)}`);
  const parsed = SentParams.safeParse(given);
  const message = parsed.success ? await findMessage(parsed.data.id) : null;
  if (!message) notFound();
  const t = await getTranslations("outbox.one");
  return (
    <Texts areas={["outbox"]}>
      <div className="mb-4">
        <BackLink href="/admin/notifications" label={t("back")} />
      </div>
      <PageHeader
        title={t("title")}
        actions={isAdmin(viewer) && message.canRetry ? <OutboxRetry id={message.id} /> : undefined}
      />
      <div className="grid grid-cols-1 gap-6">
        <OutboxMessage message={message} />
      </div>
    </Texts>
  );
}
