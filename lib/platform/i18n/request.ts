import { getRequestConfig } from "next-intl/server";
import { messages } from "./messages";

/** next-intl without locale routing: English until issue 16 brings French and German. */
export default getRequestConfig(async () => ({ locale: "en-GB", messages, timeZone: "Europe/Luxembourg" }));
