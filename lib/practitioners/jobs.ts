import type { Tx } from "@/lib/platform/db";
import { purgePictures } from "./service/pictures";

/** Pictures that no profile shows go after a day; returns how many. */
export const purgeUnshownPictures = (tx: Tx): Promise<number> => purgePictures(tx);
