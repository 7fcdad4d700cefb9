import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { CredentialView } from "@/lib/agents/view/credential";
import { toKeyInput } from "./key-place";

type KeyNoticeProps = {
  saved: Pick<CredentialView, "lastFour" | "problem" | "deleted">;
  /** Where a key is entered; nothing where this is the place. */
  href?: string;
};

/** Says that an agent's key is of no use, or that there is none, and leads to its input; nothing while all is well. */
export function KeyNotice({ saved: { lastFour, problem, deleted }, href }: KeyNoticeProps) {
  if (lastFour === null) return <NoKey deleted={deleted} href={href} />;
  return problem ? <BrokenKey lastFour={lastFour} problem={problem} href={href} /> : null;
}

const day = (at: string) => (): ReactNode => <Time value={at} precision="day" />;

function NoKey({ deleted, href }: { deleted: CredentialView["deleted"]; href: string | undefined }) {
  const t = useTranslations("agents.key");
  const enter = href ? (
    <LinkButton size="small" variant="secondary" href={`${href}${toKeyInput}`}>
      {t("enter")}
    </LinkButton>
  ) : null;
  return (
    <Notice tone="warning" title={t("noneTitle")} actions={enter}>
      {deleted ? t.rich("deleted", { lastFour: deleted.lastFour, when: day(deleted.at) }) : t("none")}
    </Notice>
  );
}

type Broken = { lastFour: string; problem: NonNullable<CredentialView["problem"]>; href: string | undefined };

function BrokenKey({ lastFour, problem, href }: Broken) {
  const t = useTranslations("agents.key");
  const replace = href ? (
    <LinkButton size="small" href={`${href}${toKeyInput}`}>
      {t("replaceButton")}
    </LinkButton>
  ) : null;
  return (
    <Notice tone="danger" title={t("brokenTitle", { fault: problem.class })} actions={replace}>
      <p>{t.rich("broken", { lastFour, when: day(problem.at) })}</p>
      <p>{t("advice", { fault: problem.class })}</p>
    </Notice>
  );
}
