import { z } from "zod";

/** The largest picture that is taken, in bytes. */
export const mostBytes = 10 * 1024 * 1024;

/** Sizes that are kept of each picture, with the longest side in pixels; none is enlarged. */
export const longestSides = { small: 320, medium: 960, large: 1920 } as const;

const Size = z.enum(["small", "medium", "large"]);
export type Size = z.infer<typeof Size>;

/** A picture in a URL, and which of its sizes. */
export const UploadParams = z.strictObject({ id: z.string().max(100) });
export const UploadQuery = z.strictObject({ size: Size.default("large") });

/** A picture that was kept. `url` is its largest size; the others are `?size=small` and `?size=medium`. */
export const UploadView = z.object({ url: z.string(), width: z.int(), height: z.int() });
export type UploadView = z.infer<typeof UploadView>;
