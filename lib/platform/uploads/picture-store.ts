import type { Size } from "./schema";

/** Where the bytes of pictures lie. Ids must have been checked; what is done twice is done once. */
export type PictureStore = {
  /** Keeps every size of a picture; one that throws leaves nothing that anybody knows of. */
  write: (id: string, sizes: Record<Size, Buffer>) => Promise<void>;
  /** One size of a picture; null where there is none. */
  read: (id: string, size: Size) => Promise<Buffer | null>;
  /** Forgets a picture. */
  remove: (id: string) => Promise<void>;
  /** The pictures whose ids begin with these two digits, whole or not, that lie there for longer than this. */
  listOld: (prefix: string, ageMs: number) => Promise<string[]>;
};
