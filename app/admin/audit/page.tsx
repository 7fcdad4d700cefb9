import { History, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Texts } from "@/app/texts";
import { AuditCheck } from "@/components/admin/audit-check";
import { AuditFilters } from "@/components/admin/audit-filters";
import { AuditTable } from "@/components/admin/audit-table";
import { auditAddressWith } from "@/components/admin/audit-words";
import { Card } from "@/components/ui/card";
import { DownloadLink } from "@/components/ui/download-link";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { QueryProvider } from "@/components/ui/query-provider";
import { getChecks, listActions, searchTrail } from "@/lib/platform/audit/queries";
import { factsOfAudit, type GivenAddress, readAuditSearch } from "@/lib/platform/audit/schema";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

/** What was done, filtered as the address says, and whether the record is whole. */
export default async function AuditPage({ searchParams }: { searchParams: Promise<GivenAddress> }) {
  const viewer = await requireStaff("/admin/audit");
  const search = readAuditSearch(await searchParams);
  const [{ items, nextCursor }, actions, checks] = await Promise.all([
    searchTrail(viewer, search),
    listActions(),
    getChecks(),
  ]);
  const facts = factsOfAudit(search);
  const t = await getTranslations("audit");
  const canAct = isAdmin(viewer);
  const isFiltered = Object.keys(facts).length > 0;
  return (
    <Texts areas={["audit"]}>
      <PageHeader title={t("title")} description={t(canAct ? "lead" : "leadMasked")} />
      <div className="grid grid-cols-1 gap-6">
        <QueryProvider>
          <AuditCheck initial={checks} canAct={canAct} />
        </QueryProvider>
        <AuditFilters facts={facts} actions={actions} />
        <Card flush>
          {items.length > 0 ? (
            <AuditTable entries={items} showsPlaces={canAct} />
          ) : (
            <EmptyState
              icon={isFiltered ? SearchX : History}
              title={t(isFiltered ? "noneFound" : "none")}
              action={
                isFiltered ? (
                  <LinkButton href={auditAddressWith({})} prefetch={false} variant="secondary">
                    {t("clear")}
                  </LinkButton>
                ) : undefined
              }
            >
              {t(isFiltered ? "noneFoundHelp" : "noneHelp")}
            </EmptyState>
          )}
        </Card>
        <div className="flex flex-wrap items-center justify-between gap-4">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <DownloadLink size="small" href={`/api/v1/admin/audit/export?${new URLSearchParams(facts)}`}>
              {t("download")}
            </DownloadLink>
            <span className="text-sm text-ink-muted">{t("downloadHint")}</span>
          </div>
          <Pagination
            isBackToStart
            previous={search.cursor ? auditAddressWith(facts) : null}
            next={nextCursor ? auditAddressWith({ ...facts, cursor: String(nextCursor) }) : null}
          />
        </div>
      </div>
    </Texts>
  );
}
