import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";

/** What the owner of a store is told of its key. */
export type KeyState = {
  lastFour: string | null;
  shopName: string | null;
  problem: { at: string; class: "auth" | "permission" | "unreadable" } | null;
  deleted: { lastFour: string; shopName: string; at: string } | null;
};

/** Says that a store's key is of no use, or that there is none, and leads to where that is mended; nothing while all is well. */
export function KeyNotice({ letzshop, href }: { letzshop: KeyState; href?: string }) {
  const { lastFour, shopName, problem } = letzshop;
  if (lastFour === null) return <NoKey letzshop={letzshop} href={href} />;
  return problem ? <BrokenKey lastFour={lastFour} shop={shopName ?? ""} problem={problem} href={href} /> : null;
}

const day = (at: string) => (): ReactNode => <Time value={at} precision="day" />;

function NoKey({ letzshop: { deleted }, href }: { letzshop: KeyState; href: string | undefined }) {
  const t = useTranslations("stores.key");
  const enter = href ? (
    <LinkButton size="small" variant="secondary" href={href}>
      {t("enter")}
    </LinkButton>
  ) : null;
  return (
    <Notice tone="warning" title={t("noneTitle")} actions={enter}>
      {deleted
        ? t.rich("deleted", { lastFour: deleted.lastFour, shop: deleted.shopName, when: day(deleted.at) })
        : t("none")}
    </Notice>
  );
}

type Broken = { lastFour: string; shop: string; problem: NonNullable<KeyState["problem"]>; href: string | undefined };

function BrokenKey({ lastFour, shop, problem, href }: Broken) {
  const t = useTranslations("stores.key");
  const replace = href ? (
    <LinkButton size="small" href={href}>
      {t("replace")}
    </LinkButton>
  ) : null;
  return (
    <Notice tone="danger" title={t("brokenTitle", { fault: problem.class })} actions={replace}>
      <p>{t.rich("broken", { lastFour, shop, when: day(problem.at) })}</p>
      <p>{t("advice", { fault: problem.class })}</p>
    </Notice>
  );
}
