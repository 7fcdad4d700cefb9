"use client";

/** The last resort, when even the layout broke; needs no script and no texts from elsewhere. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <main>
          <h1>Something went wrong on our side.</h1>
          <p>
            Please try again in a moment. <a href="/">Go to the front page</a>
          </p>
        </main>
      </body>
    </html>
  );
}
