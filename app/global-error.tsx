"use client";

const words = [
  {
    lang: "en",
    title: "Something went wrong on our side.",
    help: "Please try again in a moment.",
    home: "Go to the front page",
  },
  {
    lang: "fr",
    title: "Une erreur s’est produite de notre côté.",
    help: "Veuillez réessayer dans un instant.",
    home: "Aller à la page d’accueil",
  },
  {
    lang: "de",
    title: "Bei uns ist etwas schiefgegangen.",
    help: "Bitte versuchen Sie es gleich noch einmal.",
    home: "Zur Startseite",
  },
];

/** The last resort, when even the layout broke, and with it whatever knows the reader's language: in each, without a script or texts from elsewhere. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <main>
          {words.map(({ lang, title, help, home }) => (
            <section key={lang} lang={lang}>
              <h1>{title}</h1>
              <p>
                {help} <a href="/">{home}</a>
              </p>
            </section>
          ))}
        </main>
      </body>
    </html>
  );
}
