// Runs a TypeScript file on Rollcall's own Node, after setting up: node scripts/run.mjs FILE ARGUMENTS
import process from 'node:process';
import { runNode } from './run-node.mjs';

runNode(process.argv.slice(2));
