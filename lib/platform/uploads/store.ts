import { env } from "../env";
import { diskStore } from "./disk";
import type { PictureStore } from "./picture-store";
import { s3Store } from "./s3";

/** Where this installation keeps its pictures: on S3 when that is configured, else in a folder. Never to be asked inside a transaction. */
export const pictureStore = (): PictureStore => (env.s3 ? s3Store(env.s3) : diskStore);
