/** Subjects in the order of their ids, each with the staff room whose teachers teach it. */
export const subjects = [
  { code: 'ARB', name: 'Arabic', nameAr: 'اللغة العربية', room: 'Arabic' },
  { code: 'ENG', name: 'English', nameAr: 'اللغة الإنجليزية', room: 'English' },
  { code: 'MAT', name: 'Mathematics', nameAr: 'الرياضيات', room: 'Mathematics' },
  { code: 'PHY', name: 'Physics', nameAr: 'الفيزياء', room: 'Science' },
  { code: 'CHE', name: 'Chemistry', nameAr: 'الكيمياء', room: 'Science' },
  { code: 'BIO', name: 'Biology', nameAr: 'الأحياء', room: 'Science' },
  { code: 'ISL', name: 'Islamic Education', nameAr: 'التربية الإسلامية', room: 'Islamic Education' },
  { code: 'LIF', name: 'Life Skills', nameAr: 'المهارات الحياتية', room: 'Islamic Education' },
  { code: 'SOC', name: 'Social Studies', nameAr: 'الدراسات الاجتماعية', room: 'Humanities' },
  { code: 'QAT', name: 'History of Qatar', nameAr: 'تاريخ قطر', room: 'Humanities' },
  { code: 'COM', name: 'Computing & AI', nameAr: 'الحوسبة', room: 'Computing' },
  { code: 'SPO', name: 'Physical Education', nameAr: 'التربية البدنية', room: 'Sport' },
  { code: 'ART', name: 'Visual Arts', nameAr: 'الفنون البصرية', room: 'Arts' },
  { code: 'FRA', name: 'Français', nameAr: 'اللغة الفرنسية', room: 'French' },
  { code: 'BUS', name: 'Business Studies', nameAr: 'إدارة الأعمال', room: 'Business' },
  { code: 'LIB', name: 'Library', nameAr: 'المكتبة', room: 'Library' },
] as const;

type Subject = (typeof subjects)[number];
type SubjectCode = Subject['code'];

/**
 * What one class does at one hour from Sunday to Thursday. Each staff room keeps to one line, and in one
 * period neighbouring classes are on different lines: so no teacher is wanted in two rooms at once.
 */
const lines: readonly (readonly SubjectCode[])[] = [
  ['ARB', 'ARB', 'ARB', 'ARB', 'ARB'],
  ['ENG', 'ENG', 'ENG', 'ENG', 'ENG'],
  ['MAT', 'MAT', 'MAT', 'MAT', 'MAT'],
  ['PHY', 'CHE', 'BIO', 'PHY', 'CHE'],
  ['ISL', 'ISL', 'LIF', 'ISL', 'ISL'],
  ['SOC', 'QAT', 'SOC', 'QAT', 'SOC'],
  ['COM', 'SPO', 'ART', 'COM', 'SPO'],
  ['FRA', 'FRA', 'FRA', 'FRA', 'FRA'],
  ['BUS', 'BUS', 'BUS', 'BUS', 'BUS'],
  ['LIB', 'LIB', 'LIB', 'LIB', 'LIB'],
];

export const MAX_PERIODS = lines.length;

/** Lessons a week that one teacher gives at most. */
const FULL_LOAD = 20;

export interface Assignment {
  /** 0 is the first teacher. */
  readonly teacher: number;
  readonly subjectId: number;
  /** 0 is the first class. */
  readonly classIndex: number;
  readonly weeklyLessons: number;
}

export interface Timetable {
  readonly teachers: number;
  readonly assignments: readonly Assignment[];
  /** Who teaches `classIndex` (from 0) in `period` (from 1) on `weekday` (0 is Sunday). */
  readonly teacherOf: (classIndex: number, period: number, weekday: number) => number;
}

/** Spreads the lessons of all classes over as many teachers as that takes. */
export function makeTimetable(classes: number, periods: number): Timetable {
  const teachers = new Map<string, number>();
  const assignments = new Map<string, Assignment>();
  const grid: number[] = [];

  for (let classIndex = 0; classIndex < classes; classIndex += 1) {
    for (let period = 1; period <= periods; period += 1) {
      const line = lines[(period - 1 + classIndex) % periods] ?? [];
      for (const code of line) {
        const subject = subjectOf(code);
        const post = `${subject.room} ${Math.floor(classIndex / classesPerTeacher(subject, line, periods))}`;
        const teacher = teachers.get(post) ?? teachers.size;
        teachers.set(post, teacher);
        grid.push(teacher);

        const key = `${teacher} ${code} ${classIndex}`;
        const weeklyLessons = (assignments.get(key)?.weeklyLessons ?? 0) + 1;
        assignments.set(key, {
          teacher,
          subjectId: subjects.indexOf(subject) + 1,
          classIndex,
          weeklyLessons,
        });
      }
    }
  }
  return {
    teachers: teachers.size,
    assignments: [...assignments.values()],
    teacherOf: (classIndex, period, weekday) => grid[(classIndex * periods + period - 1) * 5 + weekday] ?? 0,
  };
}

function subjectOf(code: SubjectCode): Subject {
  return subjects.find((subject) => subject.code === code) ?? subjects[0];
}

/** Not more than `periods`: beyond that two classes of the group would be on one line at one time. */
function classesPerTeacher(subject: Subject, line: readonly SubjectCode[], periods: number): number {
  const weekly = line.filter((code) => subjectOf(code).room === subject.room).length;
  return Math.min(periods, Math.floor(FULL_LOAD / weekly));
}
