"use client";

import { ArrowRight, Briefcase, ShieldCheck, Store, UserRound, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Notice } from "@/components/ui/notice";
import { useReadOnly } from "@/components/ui/read-only";
import type { Place, PlaceChoice } from "@/lib/platform/auth/schema";
import type { Envelope } from "@/lib/platform/http/envelope";

type PlaceChooserProps = {
  places: readonly Place[];
  /** Where each of them leads, in the same order. */
  destinations: readonly string[];
  /** The one that people came for, which is chosen for them. */
  wanted: number | null;
  choose: (choice: PlaceChoice) => Promise<Envelope<Place>>;
};

const icons = {
  store: Store,
  admin: ShieldCheck,
  operator: ShieldCheck,
  practitioner: UserRound,
  agent: Briefcase,
  customer: Users,
};

// Browsers keep what stands behind the hash on the way here: a field, to which a link has pointed.
const withHash = (to: string) => (to.includes("#") ? to : `${to}${window.location.hash}`);

/** One large button per role or store; where a link has led to one of them it is opened at once. */
export function PlaceChooser({ places, destinations, wanted, choose }: PlaceChooserProps) {
  const t = useTranslations("auth.choose");
  const [chosen, setChosen] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const pick = async (at: number, { role, storeId, customerId }: Place) => {
    if (chosen !== null) return;
    setChosen(at);
    setProblem(null);
    const answer = await choose({ role, storeId, customerId });
    // A full load: nothing that was drawn for one place may be shown in another.
    if (answer.success) return window.location.assign(withHash(destinations[at] ?? "/"));
    setChosen(null);
    setProblem(answer.message);
  };
  const [why, isFollowed] = [useReadOnly(), useRef(false)];
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as the page comes
  useEffect(() => {
    const place = wanted === null || why !== null ? undefined : places[wanted];
    if (wanted === null || !place || isFollowed.current) return;
    isFollowed.current = true;
    void pick(wanted, place);
  }, []);
  return (
    <div className="grid gap-4">
      {problem ? <Notice tone="danger" live="assertive" title={problem} /> : null}
      <ul className="grid gap-3">
        {places.map((place, at) => (
          <li key={`${place.role} ${place.storeId ?? place.customerId}`}>
            <PlaceButton place={place} isBusy={chosen === at} onPick={() => pick(at, place)} />
          </li>
        ))}
      </ul>
      <p role="status" className="sr-only">
        {chosen === null ? "" : t("opening")}
      </p>
    </div>
  );
}

function PlaceButton({ place, isBusy, onPick }: { place: Place; isBusy: boolean; onPick: () => void }) {
  const t = useTranslations("auth.choose");
  const Icon = icons[place.role];
  return (
    <button
      type="button"
      aria-disabled={isBusy || undefined}
      onClick={onPick}
      className="flex min-h-16 w-full items-center gap-4 rounded-md border border-line bg-surface px-4 py-3 text-left transition-colors duration-150 hover:border-accent hover:bg-accent-soft aria-disabled:cursor-progress"
    >
      <Icon aria-hidden className="size-6 shrink-0 text-accent-ink" />
      <span className="grid min-w-0 flex-1">
        <span className="font-semibold wrap-anywhere">
          <bdi>{place.name ?? t(`places.${place.role}`)}</bdi>
        </span>
        <span className="text-sm text-ink-muted">
          {place.storeCode ? t("storeLine", { code: place.storeCode }) : t(`leads.${place.role}`)}
          {place.isCurrent ? ` · ${t("current")}` : ""}
        </span>
      </span>
      <ArrowRight aria-hidden className="size-5 shrink-0 text-ink-muted" />
    </button>
  );
}
