import type { Database } from 'better-sqlite3';
import { type NonEmpty, type Random, seededRandom } from '../values/random.ts';
import { clock, LESSON_MINUTES, lessonStart } from './calendar.ts';
import { drawPerson, loginRegister } from './people.ts';
import { type Assignment, makeTimetable, subjects, type Timetable } from './timetable.ts';

const STUDENTS_PER_CLASS = 26;
const FIRST_GRADE = 7;
const GRADES: NonEmpty<string> = ['السابع', 'الثامن', 'التاسع', 'العاشر', 'الحادي عشر', 'الثاني عشر'];
const SECTIONS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ARABIC_SECTIONS = 'أبجدهوزحطيكلمنسعفصقرشتثخذض';

/** Logins that no timetable asks for; teachers come after them. */
const OFFICE: NonEmpty<string> = ['admin', 'principal', 'registrar', 'registrar'];

/** The school as the attendance register needs to know it. */
export interface School {
  readonly students: number;
  /** Where the students of each class begin, with one more at the end; students are numbered from 1. */
  readonly classStarts: readonly number[];
  readonly timetable: Timetable;
  /** Id in `user` of a teacher of the timetable. */
  readonly userIdOf: (teacher: number) => number;
}

/** Fills every table but `attendance`. */
export function fillSchool(
  database: Database,
  size: { students: number; periods: number },
  seed: number,
): School {
  const classes = Math.ceil(size.students / STUDENTS_PER_CLASS);
  const timetable = makeTimetable(classes, size.periods);
  const userIdOf = (teacher: number) => OFFICE.length + 1 + teacher;
  const classStarts = Array.from({ length: classes + 1 }, (_, index) =>
    Math.ceil((index * size.students) / classes),
  );
  const school: School = { students: size.students, classStarts, timetable, userIdOf };

  fillUsers(database, OFFICE.length + timetable.teachers, seededRandom(seed, 1));
  fillClasses(database, school);
  fillPeriods(database, size.periods);
  fillStudents(database, school, seededRandom(seed, 2));
  fillSubjects(database);
  fillTeacherSubjects(database, timetable.assignments, userIdOf);
  return school;
}

function fillUsers(database: Database, count: number, random: Random): void {
  const insert = database.prepare('INSERT INTO user VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const register = loginRegister();
  for (let id = 1; id <= count; id += 1) {
    const person = drawPerson(random);
    const role = OFFICE[id - 1] ?? 'teacher';
    const login = register(id === 1 ? 'admin' : person.login);
    const createdAt = `2025-08-${24 + random.below(4)} ${clock(8 * 60 + random.below(300), random.below(60))}`;
    const lastLogin = `2025-09-${10 + random.below(20)} ${clock(6 * 60 + random.below(500), random.below(60))}`;
    insert.run(
      id,
      login,
      id % 9 === 0 ? null : `${login}@school.example`,
      `sample$no-password-opens-this$${id}`,
      person.name,
      role,
      1,
      `${createdAt}.${sixDigits(random)}`,
      id % 7 === 0 ? null : `${lastLogin}.${sixDigits(random)}`,
    );
  }
}

function fillClasses(database: Database, school: School): void {
  const insert = database.prepare('INSERT INTO school_class VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const classes = school.classStarts.length - 1;
  let lastGrade = -1;
  let section = 0;
  for (let index = 0; index < classes; index += 1) {
    const grade = gradeOf(index, classes);
    section = grade === lastGrade ? section + 1 : 0;
    lastGrade = grade;
    const round = section < SECTIONS.length ? '' : String(Math.floor(section / SECTIONS.length) + 1);
    const letter = `${SECTIONS.charAt(section % SECTIONS.length)}${round}`;
    const arabicLetter = `${ARABIC_SECTIONS.charAt(section % SECTIONS.length)}${round}`;
    insert.run(
      index + 1,
      `${FIRST_GRADE + grade}${letter}`,
      `${GRADES[grade] ?? GRADES[0]} ${arabicLetter}`,
      FIRST_GRADE + grade,
      letter,
      `${1 + (index % 3)}-${String(1 + Math.floor(index / 3)).padStart(2, '0')}`,
      STUDENTS_PER_CLASS + 4,
      school.userIdOf(school.timetable.teacherOf(index, 1, 0)),
    );
  }
}

/** Grade of a class, from 0: as many classes in each as in the others. */
function gradeOf(classIndex: number, classes: number): number {
  return Math.floor((classIndex * GRADES.length) / classes);
}

function fillPeriods(database: Database, periods: number): void {
  const insert = database.prepare('INSERT INTO period VALUES (?, ?, ?, ?)');
  for (let period = 1; period <= periods; period += 1) {
    const start = lessonStart(period);
    insert.run(
      period,
      `Period ${period}`,
      `${clock(start)}.000000`,
      `${clock(start + LESSON_MINUTES)}.000000`,
    );
  }
}

function fillStudents(database: Database, school: School, random: Random): void {
  const insert = database.prepare('INSERT INTO student VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const classes = school.classStarts.length - 1;
  let classIndex = 0;
  for (let index = 0; index < school.students; index += 1) {
    if (index >= (school.classStarts[classIndex + 1] ?? school.students)) classIndex += 1;
    const person = drawPerson(random);
    const grade = gradeOf(classIndex, classes);
    const birth = new Date(Date.UTC(2012 - grade, 8, 1 + random.below(365))).toISOString().slice(0, 10);
    const enrolled = 2025 - random.below(grade + 2);
    insert.run(
      index + 1,
      `S${enrolled}${String(index + 1).padStart(5, '0')}`,
      person.name,
      random.chance(0.04) ? null : person.nameAr,
      person.gender,
      birth,
      person.nationality,
      person.guardian,
      random.chance(0.03) ? null : `+974 ${random.pick(['3', '5', '6', '7'])}${sevenDigits(random)}`,
      classIndex + 1,
      random.chance(0.01) ? 0 : 1,
      `${enrolled}-08-${24 + random.below(7)}`,
    );
  }
}

function fillSubjects(database: Database): void {
  const insert = database.prepare('INSERT INTO subject VALUES (?, ?, ?, ?)');
  subjects.forEach((subject, index) => {
    insert.run(index + 1, subject.code, subject.name, subject.nameAr);
  });
}

function fillTeacherSubjects(
  database: Database,
  assignments: readonly Assignment[],
  userIdOf: (teacher: number) => number,
): void {
  const insert = database.prepare('INSERT INTO teacher_subject VALUES (?, ?, ?, ?)');
  for (const { teacher, subjectId, classIndex, weeklyLessons } of assignments) {
    insert.run(userIdOf(teacher), subjectId, classIndex + 1, weeklyLessons);
  }
}

function sixDigits(random: Random): string {
  return String(random.below(1_000_000)).padStart(6, '0');
}

function sevenDigits(random: Random): string {
  return String(random.below(10_000_000)).padStart(7, '0');
}
