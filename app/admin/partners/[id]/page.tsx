import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { WebhookCard } from "@/components/admin/webhook-card";
import { BackLink } from "@/components/flow/wizard-frame";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { findPartner } from "@/lib/platform/partner/queries";
import { PartnerParams } from "@/lib/platform/partner/schema";
import { findWebhook } from "@/lib/platform/webhooks/queries";
import { webhookEvents } from "@/lib/platform/webhooks/schema";
import { Messages, type MessagesSearch } from "./messages";

type Props = { params: Promise<{ id: string }>; searchParams: MessagesSearch };

/** Title of the page. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations("partners.webhook"))("pageTitle", { id: (await params).id }) };
}

/** What one partner is told: its webhook, and every message with what became of it; an admin acts here. */
export default async function PartnerPage({ params, searchParams }: Props) {
  const given = await params;
  const here = `/admin/partners/${encodeURIComponent(given.id)}`;
  const viewer = await requireStaff(here);
  const { data } = PartnerParams.safeParse(given);
  const partner = data ? await findPartner(data.id) : null;
  if (!partner) notFound();
  const webhook = await findWebhook(viewer, partner.id);
  const canAct = isAdmin(viewer) && partner.disabledAt === null;
  const t = await getTranslations("partners");
  return (
    <>
      <div className="mb-4">
        <BackLink href="/admin/partners" label={t("title")} />
      </div>
      <PageHeader title={partner.name} eyebrow={partner.id} description={t("webhook.lead")} />
      <div className="grid grid-cols-1 gap-6">
        {partner.disabledAt ? (
          <Notice tone="warning" title={t("webhook.closed")}>
            {t.rich("webhook.closedHelp", { at: () => <Time value={partner.disabledAt ?? ""} /> })}
          </Notice>
        ) : null}
        <WebhookCard accountId={partner.id} webhook={webhook} events={webhookEvents} canAct={canAct} />
        <Messages
          accountId={partner.id}
          canSend={canAct && webhook?.state === "on"}
          here={here}
          searchParams={searchParams}
        />
      </div>
    </>
  );
}
