import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { PartnerView } from "@/lib/platform/partner/schema";
import type { PartnerContracts } from "./partner-acts";

type PartnerRightsProps = Pick<PartnerView, "scopes" | "defaultRegion" | "allowsReplacement" | "sandbox">;

/** What an account may do, and how it is treated where that differs from others. */
export function PartnerRights({ scopes, defaultRegion, allowsReplacement, sandbox }: PartnerRightsProps) {
  const t = useTranslations("partners");
  const names = new Intl.DisplayNames([useLocale()], { type: "region" });
  const more = [
    defaultRegion && t("numbersFrom", { region: names.of(defaultRegion) ?? defaultRegion }),
    allowsReplacement && t("replaces"),
    sandbox && t("sandbox"),
  ].filter(Boolean);
  return (
    <div>
      {scopes.map(scope => t(`scopeNames.${scope}`)).join(", ")}
      {more.map(text => (
        <span key={String(text)} className="block text-sm text-ink-muted">
          {text}
        </span>
      ))}
    </div>
  );
}

/** The newest contracts that a partner may activate for, each with the way to its employer. */
export function PartnerContractList({ contracts }: { contracts: PartnerContracts | undefined }) {
  const t = useTranslations("partners");
  if (!contracts) return <span className="text-ink-muted">{t("noContracts")}</span>;
  const rest = contracts.count - contracts.newest.length;
  return (
    <ul className="grid gap-1">
      {contracts.newest.map(({ id, employerId, employer }) => (
        <li key={id} className="wrap-anywhere">
          <Link href={`/admin/employers/${employerId}`} className="link">
            <bdi>{employer}</bdi>
          </Link>
          <span className="block font-mono text-sm whitespace-nowrap text-ink-muted">{id}</span>
        </li>
      ))}
      {rest > 0 ? <li className="text-sm text-ink-muted">{t("moreContracts", { count: rest })}</li> : null}
    </ul>
  );
}
