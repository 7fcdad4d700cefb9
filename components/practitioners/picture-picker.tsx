"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FieldError } from "@/components/ui/field";
import { fieldId } from "@/components/ui/field-context";
import { FileButton } from "@/components/ui/file-button";
import { sendFile } from "@/lib/platform/http/browser";
import type { Frame } from "./picture-crop";

// Only who chooses a picture needs it.
const PictureCrop = dynamic(() => import("./picture-crop").then(found => found.PictureCrop), { ssr: false });

const kinds = "image/jpeg,image/png,image/webp,image/avif";

type PicturePickerProps = {
  /** The form field that it fills. */
  name: string;
  label: string;
  error?: string;
  frame: Frame;
  /** The largest file that is taken as it is. */
  mostBytes: number;
  onPicked: (url: string) => void;
};

/** A button that chooses a picture, lets its part be chosen, and uploads it. */
export function PicturePicker({ name, label, error, frame, mostBytes, onPicked }: PicturePickerProps) {
  const { file, busy, problem, choose, upload, refuse, close } = useUpload(mostBytes, onPicked);
  const t = useTranslations("practitioners.visual");
  const id = fieldId(name);
  const told = error ?? problem ?? undefined;
  const giveUp = () => {
    close();
    setTimeout(() => document.getElementById(id)?.focus());
  };
  return (
    <div className="grid gap-1.5">
      {told ? <FieldError id={`${id}-error`}>{told}</FieldError> : null}
      <FileButton
        id={id}
        accept={kinds}
        isInvalid={told !== undefined}
        describedBy={told && `${id}-error`}
        onChosen={choose}
      >
        {busy ? t("crop.uploading") : label}
      </FileButton>
      <div role="alert" className="sr-only">
        {problem}
      </div>
      {file ? <PictureCrop file={file} frame={frame} onUse={upload} onUnreadable={refuse} onClose={giveUp} /> : null}
    </div>
  );
}

function useUpload(mostBytes: number, onPicked: (url: string) => void) {
  const t = useTranslations("fields");
  const [file, setFile] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const choose = (chosen: File) => {
    setProblem(null);
    setFile(chosen);
  };
  /** Answers why it was refused, or null. */
  const upload = async (picture: Blob): Promise<string | null> => {
    const answer = await sendFile<{ url: string }>("/api/v1/uploads", picture);
    if (!answer.data) return answer.error?.errors[0]?.message ?? answer.message;
    setFile(null);
    onPicked(answer.data.url);
    return null;
  };
  // What this browser cannot show may be a picture all the same; the server knows, and says what is wrong.
  const refuse = async () => {
    const given = file;
    setFile(null);
    if (!given) return;
    if (given.size > mostBytes) return setProblem(t("pictureTooLarge"));
    setBusy(true);
    setProblem(await upload(given));
    setBusy(false);
  };
  return { file, busy, problem, choose, upload, refuse: () => void refuse(), close: () => setFile(null) };
}
