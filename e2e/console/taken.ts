import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { root } from './doors.ts';

/** What a page hands over when something is done, as the file that a person finds; kept beside the pictures. */
export async function takeAlong(page: Page, folder: string, press: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  const home = join(root, 'e2e', 'screenshots', folder);
  await mkdir(home, { recursive: true });
  const file = join(home, download.suggestedFilename());
  await download.saveAs(file);
  return readFile(file);
}

export interface Drawn {
  readonly width: number;
  readonly height: number;
  /** How many of its pixels have the colour of each engine. */
  readonly engines: readonly number[];
  /** What an SVG writes; nothing where it is none. */
  readonly texts: readonly string[];
}

/**
 * Lets the browser draw a picture that stands for itself, far from the page that it was made on.
 *
 * @throws Error where it is no picture, or an SVG that is no XML
 */
export async function draw(page: Page, picture: Buffer, type: 'image/png' | 'image/svg+xml'): Promise<Drawn> {
  return page.evaluate(
    async ({ base64, mime }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const texts: string[] = [];
      if (mime === 'image/svg+xml') {
        const parsed = new DOMParser().parseFromString(new TextDecoder().decode(bytes), mime);
        const fault = parsed.querySelector('parsererror');
        if (fault !== null) throw new Error(`It is no XML: ${fault.textContent}`);
        texts.push(...[...parsed.querySelectorAll('text')].map(({ textContent }) => textContent));
      }
      const url = URL.createObjectURL(new Blob([bytes], { type: mime }));
      const image = new Image();
      image.src = url;
      await image.decode();
      URL.revokeObjectURL(url);
      const { naturalWidth: width, naturalHeight: height } = image;
      const context = new OffscreenCanvas(width, height).getContext('2d');
      if (context === null) throw new Error('There is no canvas here.');
      context.drawImage(image, 0, 0);
      const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
      const pixelOf = (variable: string) => {
        context.fillStyle = getComputedStyle(document.body).getPropertyValue(variable);
        context.fillRect(0, 0, 1, 1);
        return new Uint32Array(context.getImageData(0, 0, 1, 1).data.buffer)[0];
      };
      const engines = ['--rollcall-sqlite', '--rollcall-postgres', '--rollcall-indexed'].map((variable) => {
        const wanted = pixelOf(variable);
        return pixels.filter((pixel) => pixel === wanted).length;
      });
      return { width, height, engines, texts };
    },
    { base64: picture.toString('base64'), mime: type },
  );
}
