import { ChevronDown, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Pagination } from "@/components/ui/pagination";
import type { NetworkPerson } from "@/lib/agents/queries/network";
import { PersonOfNetwork } from "./network-person";

/** The tier that is unfolded: a page of its people, and the ways to the others. */
export type OpenTier = {
  tier: number;
  people: readonly NetworkPerson[];
  ways: { previous: string | null; next: string | null };
};

type SponsorTreeProps = {
  self: string;
  /** The highest first. */
  sponsors: readonly NetworkPerson[];
  moreSponsors: number;
  /** Null where reZEN does not tell who is below. */
  tiers: readonly { tier: number; people: number }[] | null;
  open: OpenTier | null;
  /** Where a tier is unfolded, or folded when it is the open one. */
  hrefOf: (tier: number) => string;
};

// Lists in lists; the lines are drawn by the items, so that the last one's ends at it.
const branch = classNames(
  "relative border-l border-line-strong pb-3 pl-5 last:border-transparent last:pb-0",
  "before:absolute before:-left-px before:top-0 before:h-6 before:w-4 before:rounded-bl-md before:border-b before:border-l before:border-line-strong",
);

/** An agent's place in the network: a straight trunk of sponsors down to the agent, and the tiers as branches below. */
export function SponsorTree({ self, sponsors, moreSponsors, tiers, open, hrefOf }: SponsorTreeProps) {
  const t = useTranslations("agents.network");
  return (
    <ol aria-label={t("tree")} className="grid">
      {moreSponsors > 0 ? (
        <li className="pb-3 text-sm text-ink-muted">{t("moreAbove", { count: moreSponsors })}</li>
      ) : null}
      {sponsors.length === 0 ? <li className="pb-3 text-sm text-ink-muted">{t("noSponsors")}</li> : null}
      {sponsors.map(sponsor => (
        <Above key={sponsor.agentId}>
          <PersonOfNetwork person={sponsor} about={t("sponsor", { level: sponsor.level })} />
        </Above>
      ))}
      <li aria-current="true">
        <p className="flex min-h-11 flex-wrap items-center gap-x-3 rounded-md border-2 border-accent bg-accent-soft px-3 py-2">
          <span className="font-semibold wrap-anywhere">{self}</span>
          <span className="text-sm text-accent-ink">{t("you")}</span>
        </p>
        {tiers ? (
          <ul className="mt-0 ml-4 grid pt-3">
            {tiers.map(one => (
              <Tier key={one.tier} {...one} open={open?.tier === one.tier ? open : null} href={hrefOf(one.tier)} />
            ))}
          </ul>
        ) : (
          <p className="mt-3 text-sm text-ink-muted">{t("onlyAbove")}</p>
        )}
      </li>
    </ol>
  );
}

/** A stretch of the trunk: whoever stands here, and the line down. */
const Above = ({ children }: { children: ReactNode }) => (
  <li className="relative pb-4 after:absolute after:bottom-0 after:left-4 after:h-4 after:border-l after:border-line-strong">
    {children}
  </li>
);

type TierProps = { tier: number; people: number; open: OpenTier | null; href: string };

function Tier({ tier, people, open, href }: TierProps) {
  const t = useTranslations("agents.network");
  const format = useFormatter();
  const Fold = open ? ChevronDown : ChevronRight;
  const count = t("people", { count: people });
  if (people === 0)
    return (
      <li className={branch}>
        <p className="flex min-h-11 items-center gap-2 px-3 text-ink-muted">
          {t("tier", { tier: format.number(tier) })}
          <span className="text-sm">{count}</span>
        </p>
      </li>
    );
  return (
    <li id={`tier-${tier}`} className={classNames(branch, "scroll-mt-6")}>
      <Link
        href={href}
        aria-expanded={open !== null}
        className="flex min-h-11 w-fit items-center gap-2 rounded-md px-3 py-1 hover:bg-sunken"
      >
        <Fold aria-hidden className="size-4 text-ink-muted" />
        <span className="font-medium">{t("tier", { tier: format.number(tier) })}</span>
        <span className="text-sm text-ink-muted">{count}</span>
      </Link>
      {open ? (
        <div className="grid gap-3 pt-2">
          <ul className="grid">
            {open.people.map(person => (
              <li key={person.agentId} className={branch}>
                <PersonOfNetwork person={person} />
              </li>
            ))}
          </ul>
          <Pagination {...open.ways} label={t("peopleOf", { tier: format.number(tier) })} isBackToStart />
        </div>
      ) : null}
    </li>
  );
}
