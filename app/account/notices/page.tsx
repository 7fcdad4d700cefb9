import { Bell as BellIcon } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Bell } from "@/app/bell";
import { AccountMenu } from "@/components/auth/account-menu";
import { NoticeList } from "@/components/auth/notice-list";
import { ReadNotices } from "@/components/auth/read-notices";
import { AppShell } from "@/components/ui/app-shell";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SiteFooter } from "@/components/ui/site-footer";
import { SiteHeader } from "@/components/ui/site-header";
import { requireUser } from "@/lib/platform/auth/current";
import { listNotices } from "@/lib/platform/notices/queries/list";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notices"))("title") };
}

/** Everything that was said under the bell. */
export default async function NoticesPage({ searchParams }: { searchParams: Promise<{ after?: string | string[] }> }) {
  const session = await requireUser("/account/notices");
  const { after } = await searchParams;
  const cursor = typeof after === "string" && /^\d{1,9}$/.test(after) ? after : undefined;
  const { items, unread, nextCursor } = await listNotices(session.id, { cursor, limit: 25 });
  const t = await getTranslations();
  const header = (
    <SiteHeader
      name={t("common.product")}
      home="/"
      actions={
        <>
          <Bell />
          <AccountMenu name={session.name} />
        </>
      }
      width="wizard"
    />
  );
  return (
    <AppShell header={header} footer={<SiteFooter width="wizard" />}>
      <div className="mx-auto w-full max-w-wizard">
        <PageHeader
          title={t("notices.title")}
          description={t("notices.lead")}
          actions={items[0] ? <ReadNotices upTo={items[0].id} unread={unread} /> : undefined}
        />
        <Card flush>
          {items.length > 0 ? (
            <NoticeList notices={items} />
          ) : (
            <EmptyState icon={BellIcon} title={t("notices.none")}>
              {t("notices.noneHelp")}
            </EmptyState>
          )}
        </Card>
        <div className="mt-6">
          <Pagination
            previous={cursor ? "/account/notices" : null}
            next={nextCursor ? `/account/notices?after=${nextCursor}` : null}
          />
        </div>
      </div>
    </AppShell>
  );
}
