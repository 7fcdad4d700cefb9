"use client";

import { ArrowDown, ArrowUp, Pencil, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import type { TypedCertificate, TypedExperience, TypedWork } from "./experience";
import { buttonId } from "./use-entries";
import { useEntryTexts } from "./use-entry-texts";

type EntryCardProps = {
  place: { name: keyof TypedExperience; at: number; count: number };
  row: TypedWork | TypedCertificate;
  hasError: boolean;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
  /** The fields. */
  children: ReactNode;
};

/** One entry: in short, and with its fields while it is worked on. A new one begins with its first field. */
export function EntryCard({ place, row, hasError, onMove, onRemove, children }: EntryCardProps) {
  const t = useTranslations("practitioners.experience");
  const id = useId();
  const body = useRef<HTMLDivElement>(null);
  const { title, line } = useEntryTexts()(row);
  const isNew = useRef(title === "").current;
  const [isWanted, setWanted] = useState(isNew);
  const isOpen = isWanted || hasError;
  useEffect(() => {
    if (isNew) body.current?.querySelector<HTMLElement>("input")?.focus();
  }, [isNew]);
  const shown = title || t("unnamed");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has no heading and draws its own frame
    <div role="group" aria-labelledby={id} className="rounded-md border border-line bg-surface">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3 pr-2 pl-4">
        <div className="grid min-w-0 flex-[1_1_12rem] gap-0.5 py-1.5">
          <h3 id={id} className="font-medium wrap-anywhere">
            <bdi>{shown}</bdi>
          </h3>
          {line ? <p className="text-sm text-ink-muted wrap-anywhere">{line}</p> : null}
        </div>
        <div className="flex">
          <Button
            variant="ghost"
            size="icon"
            aria-expanded={isOpen}
            aria-label={t("edit", { name: shown })}
            onClick={() => setWanted(!isOpen)}
          >
            <Pencil aria-hidden />
          </Button>
          {place.count > 1 ? <MoveButtons place={place} shown={shown} onMove={onMove} /> : null}
          <Button variant="ghost" size="icon" aria-label={t("remove", { name: shown })} onClick={onRemove}>
            <Trash2 aria-hidden />
          </Button>
        </div>
      </div>
      {isOpen ? (
        <div ref={body} className="grid gap-5 border-t border-line px-4 pt-4 pb-5">
          {children}
        </div>
      ) : null}
    </div>
  );
}

type MoveProps = Pick<EntryCardProps, "place" | "onMove"> & { shown: string };

function MoveButtons({ place: { name, at, count }, shown, onMove }: MoveProps) {
  const t = useTranslations("practitioners.experience");
  const ways = [
    { act: "up", by: -1, Icon: ArrowUp, isEnd: at === 0 },
    { act: "down", by: 1, Icon: ArrowDown, isEnd: at === count - 1 },
  ] as const;
  return ways.map(({ act, by, Icon, isEnd }) => (
    // At the end it stays where it is, so that nobody who moves by keyboard loses the place.
    <Button
      key={act}
      id={buttonId(name, at, act)}
      variant="ghost"
      size="icon"
      aria-label={t(act, { name: shown })}
      aria-disabled={isEnd || undefined}
      className={isEnd ? "cursor-default opacity-40 aria-disabled:cursor-default" : undefined}
      onClick={() => onMove(by)}
    >
      <Icon aria-hidden />
    </Button>
  ));
}
