/** One of the indexes that the old system's migration made, and what for. */
export interface WantedIndex {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly [string, ...string[]];
  /** The screen of the school application that it serves. */
  readonly screen: string;
  /** The scenario of the load test that stands for that screen. */
  readonly scenario: string;
  readonly reason: string;
}

/** The four indexes of the old system, with the screens they were made for. */
export const fourIndexes: readonly WantedIndex[] = [
  {
    name: 'idx_attendance_period_class_teacher',
    table: 'attendance',
    columns: ['period', 'class_id', 'teacher_id'],
    screen: 'Staff dashboard',
    scenario: 'class-period',
    reason: 'the staff dashboard filters by period, class and teacher at once',
  },
  {
    name: 'idx_attendance_student_date_period',
    table: 'attendance',
    columns: ['student_id', 'date', 'period'],
    screen: 'Student detail',
    scenario: 'student-detail',
    reason: 'the page of one student looks up that student\u2019s attendance',
  },
  {
    name: 'idx_attendance_date_class',
    table: 'attendance',
    columns: ['date', 'class_id'],
    screen: 'Daily report',
    scenario: 'daily-report',
    reason: 'the daily report reads one class on one date',
  },
  {
    name: 'idx_student_class',
    table: 'student',
    columns: ['class_id'],
    screen: 'Class roster',
    scenario: 'class-roster',
    reason: 'the class roster lists the students of a class',
  },
];
