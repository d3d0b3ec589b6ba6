import type { Engine } from '../../shared/load-measurement.ts';
import { engineLook } from './engine-look.ts';

const svgName = 'http://www.w3.org/2000/svg';

/** What the page's style sheets say of a drawing, and a file of its own has to say itself. */
const carried = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const;

/** What stands above a chart that leaves the page. */
export interface Caption {
  readonly title: string;
  readonly engines: readonly { readonly engine: Engine; readonly label: string }[];
  readonly direction: 'ltr' | 'rtl';
  /** Under which conditions it was measured, told below. */
  readonly conditions: readonly string[];
}

const headHeight = 56;
const margin = 16;
const footSize = 11;
const footLine = 16;

/** A chart as a file that needs no page: colours, letters, heading and key are in it. */
export function svgPicture(chart: SVGSVGElement, caption: Caption): string {
  const { title, engines, direction, conditions } = caption;
  const { width, height } = chart.getBoundingClientRect();
  const page = getComputedStyle(document.body);
  const widthOf = measuring(page.fontFamily);
  const foot = linesOf(conditions, (line) => widthOf(line, footSize) <= width);
  const drawing = copyOf(chart);
  drawing.setAttribute('y', String(headHeight));
  drawing.setAttribute('x', String(margin));
  const under = headHeight + height + footLine;
  const picture = element('svg', {
    width: width + 2 * margin,
    height: under + foot.length * footLine + margin / 2,
  });
  const ground = getComputedStyle(chart.closest('.mantine-Card-root') ?? document.body).backgroundColor;
  picture.append(element('rect', { width: '100%', height: '100%', fill: ground }));
  const letters = { fill: page.color, 'font-family': page.fontFamily, direction };
  const start = direction === 'rtl' ? width + margin : margin;
  picture.append(
    element('text', { ...letters, x: start, y: 24, 'font-size': 15, 'font-weight': 600 }, title),
  );
  let at = start;
  const towards = direction === 'rtl' ? -1 : 1;
  for (const { engine, label } of engines) {
    picture.append(
      element('line', {
        x1: at,
        x2: at + towards * 22,
        y1: 42,
        y2: 42,
        stroke: resolved(engineLook[engine].colour),
        'stroke-width': 4,
        'stroke-dasharray': engineLook[engine].dash,
      }),
      element('text', { ...letters, x: at + towards * 28, y: 46, 'font-size': 12 }, label),
    );
    at += towards * (28 + widthOf(label, 12) + 24);
  }
  picture.append(drawing);
  const dimmed = getComputedStyle(document.body).getPropertyValue('--mantine-color-dimmed');
  for (const [line, text] of foot.entries()) {
    const y = under + line * footLine;
    picture.append(element('text', { ...letters, fill: dimmed, x: start, y, 'font-size': footSize }, text));
  }
  return new XMLSerializer().serializeToString(picture);
}

/** The same as pixels, two for each of the page's. */
export async function pngPicture(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * 2;
    canvas.height = image.naturalHeight * 2;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large.'))));
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** How wide a text will be, at so many pixels of height. */
function measuring(family: string): (text: string, size: number) => number {
  const pen = document.createElement('canvas').getContext('2d');
  return (text, size) => {
    if (pen === null) return text.length * size * 0.6;
    pen.font = `${size}px ${family}`;
    return pen.measureText(text).width;
  };
}

/** As many parts a line as fit into it, one at least. */
function linesOf(parts: readonly string[], fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = `${last} · ${part}`;
    if (last !== undefined && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}

/** With attributes in the place of the page's styles: a style of its own would be against the page's policy. */
function copyOf(chart: SVGSVGElement): SVGSVGElement {
  const copy = chart.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) throw new Error('A copy of a drawing is a drawing.');
  const originals = chart.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((one, index) => {
    const original = originals[index];
    if (original === undefined) return;
    const style = getComputedStyle(original);
    for (const name of carried) one.setAttribute(name, style.getPropertyValue(name).replaceAll('"', "'"));
    one.removeAttribute('style');
    one.removeAttribute('class');
  });
  copy.removeAttribute('style');
  return copy;
}

function resolved(colour: string): string {
  const name = /^var\((--[\w-]+)\)$/.exec(colour)?.[1];
  return name === undefined ? colour : getComputedStyle(document.body).getPropertyValue(name).trim();
}

function element<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | number>>,
  text?: string,
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS(svgName, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}
