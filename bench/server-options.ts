import { Option } from 'commander';
import { wholeNumber } from '../electron/cli/options.ts';

export const debianOption = (): Option =>
  new Option('--debian <version>', "a server of Debian's packages instead of the embedded PostgreSQL 18")
    .argParser(wholeNumber(1))
    .conflicts('to');

export const toOption = (): Option =>
  new Option('--to <url>', 'a server that runs already, reached by TCP as superuser; reads PGPASSWORD');
