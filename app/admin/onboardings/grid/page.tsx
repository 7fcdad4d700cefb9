import { Grid3x3 } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OnboardingGrid } from "@/components/admin/onboarding-grid";
import { BackLink } from "@/components/flow/wizard-frame";
import { Card } from "@/components/ui/card";
import { ChoiceLinks } from "@/components/ui/choice-links";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";

import { requireStaff } from "@/lib/platform/auth/current";
import { readGrid } from "@/lib/platform/onboarding/queries/grid";
import { OnboardingKind } from "@/lib/platform/onboardings/schema";
import { titledSteps } from "../../cohorts/step-titles";

const here = "/admin/onboardings/grid";
type Given = Record<string, string | string[] | undefined>;

const wordOf = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("onboarding.grid"))("title") };
}

/** The newest onboardings of a kind, each with how every step of it stands. */
export default async function GridPage({ searchParams }: { searchParams: Promise<Given> }) {
  const reader = await requireStaff(here);
  const given = await searchParams;
  const kind = OnboardingKind.catch("agent").parse(wordOf(given.kind));
  const hasTrouble = wordOf(given.trouble) === "yes";
  const grid = await readGrid(reader, { kind, hasTrouble, cursor: wordOf(given.cursor) });
  const t = await getTranslations("onboarding");
  const hrefOf = (of: { kind?: string; trouble?: boolean; cursor?: string | null }) => {
    const search = new URLSearchParams({ kind: of.kind ?? kind });
    if (of.trouble ?? hasTrouble) search.set("trouble", "yes");
    if (of.cursor) search.set("cursor", of.cursor);
    return `${here}?${search}`;
  };
  const columns = (await titledSteps(kind)).map(({ id, title }) => ({ id, name: title }));
  const rows = grid.rows.map(({ row, cells }) => ({
    ...{ key: String(row.id), name: row.subject || t("nameless"), href: `/admin/onboardings/${row.id}` },
    cells,
  }));
  const ways = { previous: grid.previousCursor, next: grid.nextCursor };
  return (
    <>
      <div className="mb-4">
        <BackLink href="/admin/onboardings" label={t("one.back")} />
      </div>
      <PageHeader title={t("grid.title")} description={t("grid.lead")} />
      <div className="mb-6 flex flex-wrap gap-x-6 gap-y-3">
        <ChoiceLinks
          label={t("grid.kinds")}
          links={OnboardingKind.options.map(one => ({
            href: hrefOf({ kind: one }),
            label: t(`kinds.${one}`),
            current: one === kind,
          }))}
        />
        <ChoiceLinks
          label={t("grid.which")}
          links={[false, true].map(trouble => ({
            href: hrefOf({ trouble }),
            label: t(trouble ? "grid.trouble" : "grid.everything"),
            current: trouble === hasTrouble,
          }))}
        />
      </div>
      <Card flush>
        {rows.length === 0 ? (
          <EmptyState icon={Grid3x3} title={t("grid.none")}>
            {t("grid.noneHelp")}
          </EmptyState>
        ) : (
          <OnboardingGrid caption={t("grid.caption")} lead={t("grid.subject")} columns={columns} rows={rows} />
        )}
      </Card>
      <div className="mt-6">
        <Pagination
          summary={t("grid.shown", { count: rows.length })}
          previous={ways.previous && hrefOf({ cursor: ways.previous })}
          next={ways.next && hrefOf({ cursor: ways.next })}
        />
      </div>
    </>
  );
}
