import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this checkout, absolute, without a slash at its end. */
export const root = path.resolve(fileURLToPath(new URL("..", import.meta.url)));

/** An absolute path of something in this checkout. */
export const inCheckout = (...parts) => path.join(root, ...parts);
