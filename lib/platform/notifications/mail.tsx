import { Body } from "@react-email/body";
import { Button } from "@react-email/button";
import { Container } from "@react-email/container";
import { Head } from "@react-email/head";
import { Heading } from "@react-email/heading";
import { Hr } from "@react-email/hr";
import { Html } from "@react-email/html";
import { Link } from "@react-email/link";
import { Preview } from "@react-email/preview";
import { render } from "@react-email/render";
import { Section } from "@react-email/section";
import { Text } from "@react-email/text";
import type { ReactElement, ReactNode } from "react";
import { env } from "../env";
import { currentLocale } from "../i18n/language";
import type { Locale } from "../i18n/locales";

// Mail programs know neither our tokens nor custom properties: the palettes of app/globals.css in plain values, the light one inline for
// programs without style elements.
const ink = "rgb(20, 32, 29)";
const muted = "rgb(83, 97, 93)";
const accent = "rgb(11, 94, 86)";
const font = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

const styles = {
  body: { backgroundColor: "rgb(246, 248, 247)", fontFamily: font, margin: 0, padding: "24px 0" },
  sheet: {
    backgroundColor: "rgb(255, 255, 255)",
    border: "1px solid rgb(219, 226, 223)",
    borderRadius: 8,
    maxWidth: 520,
    padding: 32,
  },
  brand: { color: accent, fontSize: 16, fontWeight: 600, margin: "0 0 24px" },
  heading: { color: ink, fontSize: 22, lineHeight: "30px", margin: "0 0 12px" },
  text: { color: ink, fontSize: 16, lineHeight: "24px", margin: "0 0 16px" },
  code: {
    color: ink,
    fontFamily: "ui-monospace, Menlo, Consolas, monospace",
    fontSize: 32,
    fontWeight: 600,
    letterSpacing: 6,
    lineHeight: "40px",
    margin: "8px 0 16px",
  },
  button: {
    backgroundColor: accent,
    borderRadius: 8,
    color: "rgb(255, 255, 255)",
    fontSize: 16,
    fontWeight: 600,
    padding: "12px 20px",
  },
  rule: { borderColor: "rgb(219, 226, 223)", margin: "24px 0 16px" },
  link: { color: muted, textDecoration: "underline" },
  small: { color: muted, fontSize: 13, lineHeight: "20px", margin: 0 },
} as const;

const dark = {
  // The library paints the ground on a cell inside the body.
  ".mail-body,.mail-body>table>tbody>tr>td": { "background-color": "rgb(14, 20, 19)" },
  ".mail-sheet": { "background-color": "rgb(20, 28, 26)", "border-color": "rgb(42, 54, 51)" },
  ".mail-ink": { color: "rgb(231, 237, 235)" },
  ".mail-muted": { color: "rgb(160, 174, 170)" },
  ".mail-accent": { color: "rgb(92, 196, 182)" },
  ".mail-rule": { "border-color": "rgb(42, 54, 51)" },
  ".mail-button": { "background-color": "rgb(92, 196, 182)", color: "rgb(4, 33, 29)" },
};

const rule = ([selector, values]: [string, Record<string, string>]) =>
  `${selector}{${Object.entries(values)
    .map(([name, value]) => `${name}:${value} !important`)
    .join(";")}}`;
const darkStyle = `@media (prefers-color-scheme: dark){${Object.entries(dark).map(rule).join("")}}`;

type MailProps = { locale?: Locale; preview: string; heading: string; footer: string; children: ReactNode };

/** The frame of every mail: name, heading, content, why it came. Light or dark as its reader's program is; `locale` where it is not the language of what is written just now. */
export function Mail({ locale = currentLocale(), preview, heading, footer, children }: MailProps) {
  return (
    <Html lang={locale} dir="ltr">
      <Head>
        <title>{heading}</title>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
        <style>{darkStyle}</style>
      </Head>
      <Preview>{preview}</Preview>
      <Body className="mail-body" style={styles.body}>
        <Container className="mail-sheet" style={styles.sheet}>
          <Text className="mail-accent" style={styles.brand}>
            Gangway
          </Text>
          <Heading as="h1" className="mail-ink" style={styles.heading}>
            {heading}
          </Heading>
          {children}
          <Hr className="mail-rule" style={styles.rule} />
          <Text className="mail-muted" style={styles.small}>
            {footer}
          </Text>
          <Text className="mail-muted" style={styles.small}>
            {new URL(env.appUrl).host}
          </Text>
        </Container>
      </Body>
    </Html>
  );
}

/** A paragraph of a mail. */
export const MailText = ({ children }: { children: ReactNode }) => (
  <Text className="mail-ink" style={styles.text}>
    {children}
  </Text>
);

/** A security code, large enough to be read at arm's length. */
export const MailCode = ({ children }: { children: string }) => (
  <Text className="mail-ink" style={styles.code}>
    {children}
  </Text>
);

/** The one thing to do in a mail; `href` is a path of ours. */
export const MailButton = ({ href, children }: { href: string; children: ReactNode }) => (
  <Section style={{ margin: "8px 0 16px" }}>
    <Button href={new URL(href, env.appUrl).toString()} className="mail-button" style={styles.button}>
      {children}
    </Button>
  </Section>
);

/** A way that few will go, such as to hear no more; `href` is a path of ours. */
export const MailLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <Text className="mail-muted" style={styles.small}>
    <Link href={new URL(href, env.appUrl).toString()} className="mail-muted" style={styles.link}>
      {children}
    </Link>
  </Text>
);

/** A mail as HTML. */
export const renderMail = (mail: ReactElement): Promise<string> => render(mail);
