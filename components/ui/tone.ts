import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  Info,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from "lucide-react";

/** What a thing's state means to the reader; colour and icon follow from it. */
export type Tone = "neutral" | "active" | "success" | "warning" | "danger";

/** The icon that stands for a tone when nothing better is given. */
export const toneIcon: Record<Tone, LucideIcon> = {
  neutral: CircleDashed,
  active: LoaderCircle,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
};

/** The icon of a message, where "neutral" means "for your information". */
export const noticeIcon: Record<Tone, LucideIcon> = { ...toneIcon, neutral: Info, active: Info };

/** Text colour of a tone; each is readable on canvas, surface, sunken and its own soft ground. */
export const toneText: Record<Tone, string> = {
  neutral: "text-ink-muted",
  active: "text-accent-ink",
  success: "text-success",
  warning: "text-warning",
  danger: "text-danger",
};

/** Soft ground of a tone. */
export const toneGround: Record<Tone, string> = {
  neutral: "bg-sunken",
  active: "bg-accent-soft",
  success: "bg-success-soft",
  warning: "bg-warning-soft",
  danger: "bg-danger-soft",
};
