/** Milliseconds: a page that lacks a file again so soon after it was loaded lacks it for another reason. */
const justLoaded = 5000;

/**
 * Where Rollcall was renewed under an open page, the files that the page has yet to load are gone, and React would
 * leave it white. Takes the new page, which goes on where the old one was: the console keeps that (Vite's manual,
 * "Load Error Handling").
 *
 * @param page the window
 */
export function takeNewerPage(page: EventTarget & { readonly location: { reload: () => void } }): void {
  page.addEventListener('vite:preloadError', () => {
    if (performance.now() > justLoaded) page.location.reload();
  });
}
