import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Feedback } from "@/app/feedback";
import { SyncTrouble } from "@/components/flow/sync-trouble";
import { Checklist } from "@/components/stores/checklist";
import { DismissChecklist } from "@/components/stores/dismiss-checklist";
import { ImportSummary } from "@/components/stores/import-summary";
import { KeyNotice } from "@/components/stores/key-notice";
import { MissingQuestion } from "@/components/stores/missing-question";
import { NewestOrders } from "@/components/stores/newest-orders";
import { RefreshPanel } from "@/components/stores/refresh-panel";
import { RunChanges } from "@/components/stores/run-changes";
import { ShopFigures } from "@/components/stores/shop-figures";
import { StoreSkipped } from "@/components/stores/store-skipped";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/platform/auth/current";
import { findLastChanges } from "@/lib/stores/queries/changes";
import { findChecklist } from "@/lib/stores/queries/checklist";
import { findLastImport } from "@/lib/stores/queries/onboarding";
import { findOrderUpdate } from "@/lib/stores/queries/order-update";
import { findMissingQuestion } from "@/lib/stores/queries/products";
import { requireOpenStore } from "@/lib/stores/queries/require-store";
import { getDashboard } from "@/lib/stores/queries/shop";
import { decideMissing } from "../products/actions";
import { dismiss, importAgain, putOff, updateNow } from "./actions";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("stores.dashboard"))("title") };
}

/** What arrived, how the import went, when orders come next, and what is worth doing. */
export default async function DashboardPage({ params }: { params: Promise<{ code: string }> }) {
  const { id, code, name, status } = await requireOpenStore((await params).code);
  const base = `/store/${code}`;
  const { id: userId } = await requireUser(base);
  const [{ letzshop, ...shop }, lastImport, update, missing, changes, checklist] = await Promise.all([
    ...([getDashboard(id), findLastImport(id), findOrderUpdate(id)] as const),
    ...([findMissingQuestion(id), findLastChanges(id), findChecklist(id, userId)] as const),
  ]);
  const t = await getTranslations("stores.dashboard");
  const isConnected = letzshop.shopName && !letzshop.problem;
  return (
    <>
      <PageHeader
        eyebrow={code}
        title={t("welcome", { name })}
        description={isConnected ? t("connected", { shop: letzshop.shopName ?? "" }) : undefined}
      />
      <div className="grid gap-6">
        <ShopFigures shop={shop} base={base} />
        <StoreSkipped status={status} wizard={`${base}/onboarding`} />
        <KeyNotice letzshop={letzshop} href={`${base}/settings/letzshop`} />
        {lastImport ? <SyncTrouble upstream={lastImport.trouble} isOver={lastImport.endedAt !== null} /> : null}
        {missing ? <MissingQuestion question={missing} answer={decideMissing} /> : null}
        {lastImport ? <ImportSummary view={lastImport} again={importAgain} base={base} /> : null}
        {checklist ? (
          <Checklist view={checklist} base={base} putOff={putOff} dismiss={<DismissChecklist dismiss={dismiss} />} />
        ) : null}
        {update ? <RefreshPanel view={update} refresh={updateNow} base={base} of="orderUpdate" /> : null}
        {changes ? <RunChanges view={changes} /> : null}
        <NewestOrders orders={shop.newest} base={base} />
        <Feedback kind="store" subject={id} userId={userId} />
      </div>
    </>
  );
}
