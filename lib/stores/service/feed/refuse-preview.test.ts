import { expect, test } from "vitest";
import { inLanguage } from "@/lib/platform/i18n/language";
import { FeedError } from "../../client/feed/feed-error";
import { refusePreview } from "./refuse-preview";

test("16: why a feed cannot be looked into is said in the language of whoever asks, in the field and above it", async () => {
  const refused = await inLanguage("de", () => refusePreview("fr", new FeedError("empty_file")));
  const message = "Französischer Feed: Die Datei ist leer.";
  expect(refused).toMatchObject({ message, errors: [{ field: "url", code: "empty_file", message }] });
});
