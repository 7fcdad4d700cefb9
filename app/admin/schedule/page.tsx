import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChorePasses } from "@/components/admin/chore-passes";
import { ChoreTable } from "@/components/admin/chore-table";
import { PlannedTable } from "@/components/admin/planned-table";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { listPlanned } from "@/lib/onboardings";
import { requireStaff } from "@/lib/platform/auth/current";
import { getChores } from "@/lib/platform/chores/queries";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("schedule"))("title") };
}

/** What begins by itself: what is planned for people, what workers do every few seconds, and what came of it lately. */
export default async function SchedulePage() {
  await requireStaff("/admin/schedule");
  const [planned, { chores, passes }] = await Promise.all([listPlanned(), getChores()]);
  const t = await getTranslations("schedule");
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      <div className="grid grid-cols-1 gap-6">
        <Card flush title={t("planned.title")} description={t("planned.lead")}>
          <PlannedTable planned={planned} />
        </Card>
        <Card flush title={t("chores.title")} description={t("chores.lead")}>
          {chores.length > 0 ? (
            <ChoreTable chores={chores} />
          ) : (
            <p className="p-5 text-ink-muted">{t("chores.none")}</p>
          )}
        </Card>
        <Card flush title={t("passes.title")} description={t("passes.lead")}>
          {passes.length > 0 ? (
            <ChorePasses passes={passes} />
          ) : (
            <p className="p-5 text-ink-muted">{t("passes.none")}</p>
          )}
        </Card>
      </div>
    </>
  );
}
