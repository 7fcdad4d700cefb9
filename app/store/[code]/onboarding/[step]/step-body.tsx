import { KeyNotice } from "@/components/stores/key-notice";
import { NotifyMe } from "@/components/stores/notify-me";
import { ImportStep, LetzshopForm, ProductImportForm, ProfileForm } from "@/components/stores/step-forms";
import { requireUser } from "@/lib/platform/auth/current";
import { findProfileDraft } from "@/lib/stores/queries/draft";
import { findLastImport, getAnswers } from "@/lib/stores/queries/onboarding";
import { getReadyChoice } from "@/lib/stores/queries/ready";
import type { StepSlug } from "@/lib/stores/schema";
import { finish, saveLetzshopKey, saveProductImport, saveProfile, startImport, stopImport } from "./actions";

type Props = { slug: StepSlug; storeId: number; base: string; next: string };

/** "Tell me when ready", for whoever is signed in. */
async function Notify({ storeId }: { storeId: number }) {
  const { id } = await requireUser("/");
  return <NotifyMe {...(await getReadyChoice(storeId, id))} />;
}

/** What one step asks, filled with what is saved. */
export async function StepBody({ slug, storeId, base, next }: Props) {
  const answers = await getAnswers(storeId);
  if (slug === "merchant-profile") {
    const draft = await findProfileDraft(storeId);
    return <ProfileForm saved={answers.profile} save={saveProfile} next={next} draft={draft} />;
  }
  if (slug === "letzshop-api")
    return <LetzshopForm saved={answers.letzshop} save={saveLetzshopKey} next={next} demo={answers.demo} />;
  if (slug === "product-import")
    return <ProductImportForm saved={answers.productImport} save={saveProductImport} next={next} demo={answers.demo} />;
  const current = await findLastImport(storeId);
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
        notify={<Notify storeId={storeId} />}
      />
    </div>
  );
}
