import type { Bridge } from '../../shared/console/wire.ts';
import { socketBridge } from './socket-bridge.ts';

declare global {
  interface Window {
    /** Put there by the preload script of the desktop application; a browser has none. */
    readonly rollcall?: Bridge;
  }
}

/** The way to the console from this page. */
export const bridge: Bridge = window.rollcall ?? socketBridge();
