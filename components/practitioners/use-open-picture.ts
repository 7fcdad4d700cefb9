"use client";

import { useEffect, useRef, useState } from "react";
import { cutOut, type Framing } from "./crop";

type Opened = { url: string; bitmap: ImageBitmap };

/** A file as a picture, upright; null until it is there. Tells once when the browser cannot read it. */
export function useOpenPicture(file: Blob, onUnreadable: () => void): Opened | null {
  const [picture, setPicture] = useState<Opened | null>(null);
  const tell = useRef(onUnreadable);
  tell.current = onUnreadable;
  useEffect(() => {
    const url = URL.createObjectURL(file);
    let isGone = false;
    createImageBitmap(file).then(
      bitmap => (isGone ? bitmap.close() : setPicture({ url, bitmap })),
      () => (isGone ? undefined : tell.current()),
    );
    return () => {
      isGone = true;
      URL.revokeObjectURL(url);
    };
  }, [file]);
  return picture;
}

type Frame = { aspect: number; longestSide: number };

/** The chosen part of a picture as a file, no larger than its frame needs. */
export async function cutPicture(bitmap: ImageBitmap, frame: Frame, framing: Framing): Promise<Blob> {
  const part = cutOut(bitmap, frame.aspect, framing);
  const scale = Math.min(1, frame.longestSide / Math.max(part.width, part.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(part.width * scale));
  canvas.height = Math.max(1, Math.round(part.height * scale));
  const { left, top, width, height } = part;
  canvas.getContext("2d")?.drawImage(bitmap, left, top, width, height, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    const done = (blob: Blob | null) => (blob ? resolve(blob) : reject(new Error("the picture could not be cut")));
    // Where a browser cannot write WebP it writes PNG.
    canvas.toBlob(done, "image/webp", 0.92);
  });
}
