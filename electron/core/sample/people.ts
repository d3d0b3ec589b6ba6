import type { Random } from '../values/random.ts';
import { communities, type Name } from './names.ts';

export interface Person {
  readonly name: string;
  readonly nameAr: string;
  readonly gender: 'M' | 'F';
  readonly nationality: string;
  readonly guardian: string;
  /** Given and family name, as a login is made of them. */
  readonly login: string;
}

/** Draws somebody whose names, gender and nationality go together. */
export function drawPerson(random: Random): Person {
  const community = random.pick(communities);
  const gender = random.chance(0.5) ? 'M' : 'F';
  const given = random.pick(gender === 'M' ? community.boys : community.girls);
  const father = random.pick(community.boys);
  const family = random.pick(community.families);
  const parts: readonly Name[] = community.fatherInTheMiddle ? [given, father, family] : [given, family];
  return {
    name: parts.map(([latin]) => latin).join(' '),
    nameAr: parts.map(([, arabic]) => arabic).join(' '),
    gender,
    nationality: random.pick(community.nationalities),
    guardian: `${father[0]} ${family[0]}`,
    login: asciiLetters(`${given[0]}.${family[0]}`),
  };
}

function asciiLetters(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z.]/g, '');
}

/** Gives each login once: the second `sara.khan` becomes `sara.khan2`. */
export function loginRegister(): (login: string) => string {
  const given = new Map<string, number>();
  return (login) => {
    const count = (given.get(login) ?? 0) + 1;
    given.set(login, count);
    return count === 1 ? login : `${login}${count}`;
  };
}
