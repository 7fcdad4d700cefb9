"use client";

import { useTranslations } from "next-intl";
import { type PointerEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { drag, type Framing, placeBehind, wholePicture } from "./crop";
import { cutPicture, useOpenPicture } from "./use-open-picture";

/** The frame that a picture must fit: width by height, the longest side in pixels, and whether it is shown round. */
export type Frame = { aspect: number; longestSide: number; isRound: boolean };

type PictureCropProps = {
  file: Blob;
  frame: Frame;
  /** Takes the part that was chosen; answers why it was refused, or null. */
  onUse: (cut: Blob) => Promise<string | null>;
  onClose: () => void;
  /** The browser cannot show the file. */
  onUnreadable: () => void;
};

/** Chooses the part of a picture that is shown, by dragging or by sliders, with what it will look like. */
export function PictureCrop({ file, frame, onUse, onClose, onUnreadable }: PictureCropProps) {
  const t = useTranslations("practitioners.visual.crop");
  const common = useTranslations("common");
  const picture = useOpenPicture(file, onUnreadable);
  const [framing, setFraming] = useState(wholePicture);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const use = async () => {
    if (!picture) return;
    setBusy(true);
    setProblem(await onUse(await cutPicture(picture.bitmap, frame, framing)));
    setBusy(false);
  };
  return (
    <Dialog
      open={picture !== null}
      onOpenChange={open => (open ? undefined : onClose())}
      title={t("title")}
      description={t("help")}
      footer={
        <>
          <DialogClose asChild>
            <Button variant="secondary">{common("cancel")}</Button>
          </DialogClose>
          <Button busy={busy} busyLabel={t("uploading")} onClick={() => void use()}>
            {t("use")}
          </Button>
        </>
      }
    >
      {problem ? <Notice tone="danger" live="assertive" title={problem} /> : null}
      {picture ? <Framed picture={picture} frame={frame} framing={framing} onChange={setFraming} /> : null}
    </Dialog>
  );
}

type FramedProps = {
  picture: { url: string; bitmap: ImageBitmap };
  frame: Frame;
  framing: Framing;
  onChange: (framing: Framing) => void;
};

function Framed({ picture: { url, bitmap }, frame: { aspect, isRound }, framing, onChange }: FramedProps) {
  const follow = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { width, height } = event.currentTarget.getBoundingClientRect();
    onChange(drag(bitmap, aspect, framing, { x: event.movementX / width, y: event.movementY / height }));
  };
  return (
    <>
      <div
        onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={follow}
        style={{ aspectRatio: aspect }}
        className={classNames(
          "relative mx-auto w-full cursor-grab touch-none overflow-hidden border border-line bg-sunken select-none active:cursor-grabbing",
          isRound ? "max-w-64 rounded-full" : "rounded-md",
        )}
      >
        {/* biome-ignore lint/performance/noImgElement: a file of this browser, which no server has seen */}
        <img
          src={url}
          alt=""
          draggable={false}
          style={placeBehind(bitmap, aspect, framing)}
          className="pointer-events-none absolute max-w-none"
        />
      </div>
      <Sliders framing={framing} onChange={onChange} />
    </>
  );
}

const sliders = [
  { name: "zoom", min: 1, max: 4, step: 0.05 },
  { name: "x", min: 0, max: 1, step: 0.01 },
  { name: "y", min: 0, max: 1, step: 0.01 },
] as const;

function Sliders({ framing, onChange }: Pick<FramedProps, "framing" | "onChange">) {
  const t = useTranslations("practitioners.visual.crop");
  return (
    <div className="grid gap-x-6 sm:grid-cols-3">
      {sliders.map(({ name, min, max, step }) => (
        <label key={name} className="grid text-sm font-medium">
          {t(name)}
          <input
            type="range"
            min={min}
            max={max}
            step={step}
            value={framing[name]}
            onChange={event => onChange({ ...framing, [name]: event.target.valueAsNumber })}
            className="h-11 w-full accent-accent"
          />
        </label>
      ))}
    </div>
  );
}
