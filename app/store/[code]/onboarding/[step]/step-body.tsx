import { NotifyMe } from "@/components/flow/notify-me";
import { KeyNotice } from "@/components/stores/key-notice";
import { ImportStep, LetzshopForm, ProductImportForm, ProfileForm } from "@/components/stores/step-forms";
import { requireUser } from "@/lib/platform/auth/current";
import { findProfileDraft } from "@/lib/stores/queries/draft";
import { findFeedMend } from "@/lib/stores/queries/feed-mend";
import { findLastImport, getAnswers, getLetzshop, getProductImport, getProfile } from "@/lib/stores/queries/onboarding";
import { getReadyChoice } from "@/lib/stores/queries/ready";
import type { StepSlug } from "@/lib/stores/schema";
import { demoHints } from "@/lib/stores/service/answers";
import { finish, saveLetzshopKey, saveProductImport, saveProfile, startImport, stopImport } from "./actions";

type Props = { slug: StepSlug; storeId: number; base: string; next: string };

/** "Tell me when ready", for whoever is signed in. */
async function Notify({ storeId }: { storeId: number }) {
  const { id } = await requireUser("/");
  return <NotifyMe {...(await getReadyChoice(storeId, id))} />;
}

/** What one step asks, filled with what is saved. */
export async function StepBody({ slug, storeId, base, next }: Props) {
  const demo = demoHints();
  if (slug === "merchant-profile") {
    const [profile, draft] = await Promise.all([getProfile(storeId), findProfileDraft(storeId)]);
    return <ProfileForm saved={profile} save={saveProfile} next={next} draft={draft} />;
  }
  if (slug === "letzshop-api")
    return <LetzshopForm saved={await getLetzshop(storeId)} save={saveLetzshopKey} next={next} demo={demo} />;
  if (slug === "product-import")
    return (
      <ProductImportForm saved={await getProductImport(storeId)} save={saveProductImport} next={next} demo={demo} />
    );
  const [answers, current, feedAt] = await Promise.all([
    getAnswers(storeId, slug),
    findLastImport(storeId),
    findFeedMend(storeId),
  ]);
  return (
    <div className="grid gap-6">
      <div role="status" className="empty:hidden">
        <KeyNotice letzshop={answers.letzshop} href={`${base}/letzshop-api?from=check`} />
      </div>
      <ImportStep
        answers={answers}
        current={current}
        start={startImport}
        stop={stopImport}
        finish={finish}
        base={base}
        feedAt={feedAt}
        notify={<Notify storeId={storeId} />}
      />
    </div>
  );
}
