import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AddRule } from "@/components/admin/alert-rule-acts";
import { AlertRules } from "@/components/admin/alert-rules";
import { OpenAlerts, PastAlerts } from "@/components/admin/alert-table";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { QueryProvider } from "@/components/ui/query-provider";
import { listAlerts, listRules } from "@/lib/platform/alerts/queries";
import { AlertSearch } from "@/lib/platform/alerts/schema";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { add, change, remove, test } from "./actions";

const address = "/admin/alerts";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("alerts"))("title") };
}

/** What needs a look, what is over, and what is watched. */
export default async function AlertsPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const viewer = await requireStaff(address);
  const { cursor } = await searchParams;
  const past = AlertSearch.catch({ state: "recovered", limit: 25 }).parse({ state: "recovered", cursor });
  const [open, over, { items: rules, reachableAdmins }] = await Promise.all([
    listAlerts(viewer, { state: "open", limit: 100 }),
    listAlerts(viewer, past),
    listRules(),
  ]);
  const t = await getTranslations("alerts");
  const canAct = isAdmin(viewer);
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      <div className="grid gap-6">
        {reachableAdmins === 0 ? (
          <Notice tone="warning" title={t("nobody")}>
            {t.rich("nobodyHelp", { code: chunks => <code className="font-mono text-sm">{chunks}</code> })}
          </Notice>
        ) : null}
        <Card flush title={t("goingOn")}>
          <OpenAlerts alerts={open.items} canAct={canAct} />
        </Card>
        <Card flush title={t("over")} description={t("overLead")}>
          <PastAlerts alerts={over.items} />
        </Card>
        <Pagination
          isBackToStart
          previous={past.cursor ? address : null}
          next={over.nextCursor ? `${address}?cursor=${over.nextCursor}` : null}
        />
        <Card
          flush
          title={t("rulesTitle")}
          description={t("rulesLead")}
          actions={canAct ? <AddRule kinds={rules.filter(({ canBeAdded }) => canBeAdded)} add={add} /> : null}
        >
          <QueryProvider>
            <AlertRules rules={rules} acts={canAct ? { add, change, remove, test } : null} />
          </QueryProvider>
        </Card>
      </div>
    </>
  );
}
