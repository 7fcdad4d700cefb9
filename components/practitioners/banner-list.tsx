"use client";

import { ArrowDown, ArrowUp, Trash2, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Picture } from "./picture";
import { PicturePicker } from "./picture-picker";
import { useBanners } from "./use-banners";
import type { VisualStep } from "./visual";

const frame = { aspect: 3, longestSide: 1920, isRound: false };

type BannerListProps = { step: VisualStep; mostBytes: number; most: number };

/** The wide pictures on top of the profile, in their order. */
export function BannerList({ step, mostBytes, most }: BannerListProps) {
  const t = useTranslations("practitioners.visual.banners");
  const { banners, add, move, remove, undo, canUndo, news } = useBanners(step.form);
  const { error } = step.field("bannerUrls");
  return (
    <section aria-labelledby="banners" className="grid gap-4">
      <div className="grid gap-1">
        <h2 id="banners" className="text-lg font-semibold">
          {t("title")}
        </h2>
        <p className="text-pretty text-ink-muted">{t("intro", { most })}</p>
      </div>
      {banners.length > 0 ? (
        <ol className="grid gap-3">
          {banners.map((url, at) => (
            <li key={url} className="grid gap-3 rounded-md border border-line bg-surface p-3">
              <Banner step={step} url={url} at={at} count={banners.length} onMove={move} onRemove={remove} />
            </li>
          ))}
        </ol>
      ) : null}
      {canUndo ? (
        <div
          role="status"
          className="flex flex-wrap items-center justify-between gap-3 rounded-md bg-sunken py-2 pr-2 pl-4"
        >
          {t("removed")}
          <Button id="banner-undo" variant="secondary" size="small" onClick={undo}>
            <Undo2 aria-hidden />
            {t("undo")}
          </Button>
        </div>
      ) : null}
      {banners.length < most ? (
        <PicturePicker
          name="bannerUrls"
          label={t("add")}
          error={error}
          frame={frame}
          mostBytes={mostBytes}
          onPicked={add}
        />
      ) : (
        <p className="text-ink-muted">{t("full", { most })}</p>
      )}
      <p role="status" className="sr-only">
        {news}
      </p>
    </section>
  );
}

type BannerProps = {
  step: VisualStep;
  url: string;
  at: number;
  count: number;
  onMove: (at: number, by: 1 | -1) => void;
  onRemove: (at: number) => void;
};

function Banner({ step: { form, field }, url, at, count, onMove, onRemove }: BannerProps) {
  const t = useTranslations("practitioners.visual.banners");
  const number = at + 1;
  const ways = [
    { act: "up", by: -1, Icon: ArrowUp, isEnd: at === 0 },
    { act: "down", by: 1, Icon: ArrowDown, isEnd: number === count },
  ] as const;
  // One alone has no order.
  const shownWays = count > 1 ? ways : [];
  return (
    <>
      <Picture
        url={url}
        size="medium"
        alt={t("current", { number })}
        className="aspect-3/1 w-full rounded-sm object-cover"
      />
      <div className="flex flex-wrap items-end gap-x-2 gap-y-3">
        <Field {...field(`bannerAlts.${at}`)} label={t("alt", { number })} optional className="flex-[1_1_14rem]">
          <Input autoComplete="off" {...form.register(`bannerAlts.${at}`)} />
        </Field>
        <div className="flex">
          {shownWays.map(({ act, by, Icon, isEnd }) => (
            <Button
              key={act}
              id={`banner-${at}-${act}`}
              variant="ghost"
              size="icon"
              aria-label={t(act, { number })}
              aria-disabled={isEnd || undefined}
              className={isEnd ? "cursor-default opacity-40 aria-disabled:cursor-default" : undefined}
              onClick={() => onMove(at, by)}
            >
              <Icon aria-hidden />
            </Button>
          ))}
          <Button variant="ghost" size="icon" aria-label={t("remove", { number })} onClick={() => onRemove(at)}>
            <Trash2 aria-hidden />
          </Button>
        </div>
      </div>
    </>
  );
}
