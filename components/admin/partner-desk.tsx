"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { call } from "@/lib/platform/http/browser";
import type { PartnerScope, PartnerView, PartnerWithSecret } from "@/lib/platform/partner/schema";
import type { ActOnPartners } from "./partner-acts";
import { MakePartner } from "./partner-make";
import { PartnerTable } from "./partner-table";

const base = "/api/v1/admin/partners";

type PartnerDeskProps = {
  partners: readonly PartnerView[];
  /** What an account may be allowed to do. */
  scopes: readonly PartnerScope[];
  canAct: boolean;
};

/** Every account with what an admin can do with it; a secret that was just made stands above until the page is left. */
export function PartnerDesk({ partners, scopes, canAct }: PartnerDeskProps) {
  const t = useTranslations("partners");
  const router = useRouter();
  const [made, setMade] = useState<{ id: string; secret: string } | null>(null);
  const act: ActOnPartners = async (path, body) => {
    const answer = await call<Partial<PartnerWithSecret>>("POST", base + path, body);
    const { id, secret } = answer.data ?? {};
    if (id && secret) setMade({ id, secret });
    return answer;
  };
  const refresh = () => router.refresh();
  return (
    <div className="grid gap-6">
      <div role="status" className="empty:hidden">
        {made ? (
          <Notice tone="success" title={t("secret.title", { id: made.id })}>
            <p>{t("secret.help")}</p>
            <p className="mt-2 flex items-center gap-2">
              <code className="font-mono text-sm wrap-anywhere">{made.secret}</code>
              <CopyButton value={made.secret} name={t("secret.name")} className="shrink-0" />
            </p>
          </Notice>
        ) : null}
      </div>
      {canAct ? <MakePartner scopes={scopes} act={act} onDone={refresh} /> : null}
      <PartnerTable partners={partners} act={canAct ? act : null} onDone={refresh} />
    </div>
  );
}
