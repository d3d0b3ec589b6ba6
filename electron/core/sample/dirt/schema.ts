/** Seventy bytes each, alike in the first 63, where PostgreSQL cuts. */
export const longColumns = {
  mother: 'emergency_contact_telephone_number_during_the_whole_school_day__mother',
  father: 'emergency_contact_telephone_number_during_the_whole_school_day__father',
} as const;

/** Tables that a school's developers added over the years, each with something that is easily lost. */
export const dirtyTables = [
  {
    name: 'announcement',
    sql: `CREATE TABLE announcement (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title VARCHAR(80) NOT NULL,
  audience VARCHAR(20) DEFAULT 'null',
  pinned INTEGER DEFAULT false,
  published_at DATETIME DEFAULT (datetime('now')),
  visible_from DATE DEFAULT (date('now')),
  epoch INTEGER DEFAULT (strftime('%s', 'now'))
)`,
  },
  {
    name: 'club',
    sql: `CREATE TABLE club (
  code TEXT PRIMARY KEY,
  name VARCHAR(60) COLLATE NOCASE,
  fee DECIMAL(6, 2) CHECK (fee >= 0),
  CONSTRAINT uq_name UNIQUE (name)
)`,
  },
  {
    name: 'club_member',
    sql: `CREATE TABLE club_member (
  club_code TEXT NOT NULL REFERENCES club ON DELETE CASCADE,
  student_id INTEGER NOT NULL REFERENCES student,
  joined_on DATE,
  PRIMARY KEY (club_code, student_id)
)`,
  },
  {
    name: 'locker',
    sql: `CREATE TABLE locker (
  label UNIQUE,
  student_id INTEGER REFERENCES student (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
)`,
  },
  {
    name: 'exam',
    sql: `CREATE TABLE exam (
  id INTEGER PRIMARY KEY,
  teacher_id INTEGER NOT NULL,
  subject_id INTEGER NOT NULL,
  class_id INTEGER NOT NULL,
  held_on DATE,
  score REAL,
  max_score REAL NOT NULL CHECK (max_score > 0),
  percent REAL GENERATED ALWAYS AS (score * 100.0 / max_score) STORED,
  held_in TEXT GENERATED ALWAYS AS (strftime('%Y-%m', held_on)) VIRTUAL,
  FOREIGN KEY (teacher_id, subject_id, class_id) REFERENCES teacher_subject (teacher_id, subject_id, class_id)
)`,
  },
  {
    name: 'card_swipe',
    sql: `CREATE TABLE card_swipe (
  id INTEGER PRIMARY KEY,
  student_id INTEGER REFERENCES student,
  card_number INTEGER NOT NULL,
  swiped_at TIMESTAMP NOT NULL,
  temperature FLOAT
)`,
  },
  {
    name: 'Group',
    sql: `CREATE TABLE "Group" (
  "Id" INTEGER NOT NULL PRIMARY KEY,
  "Order" INTEGER NOT NULL,
  "User" INTEGER REFERENCES user (id),
  ${longColumns.mother} VARCHAR(20),
  ${longColumns.father} VARCHAR(20),
  CONSTRAINT uq_name UNIQUE ("Order"),
  CONSTRAINT "Club" UNIQUE ("User", "Order")
)`,
  },
] as const;

/** Indexes, views, a trigger and a search table beside them. */
export const dirtyObjects = [
  `CREATE INDEX ix_student_lower_name ON student (lower(name))`,
  `CREATE INDEX ix_student_birth_month ON student (strftime('%m', date_of_birth))`,
  `CREATE INDEX ix_attendance_unexplained ON attendance (student_id, date DESC)
  WHERE status = 'absent' AND remark IS NULL`,
  `CREATE VIEW daily_absence AS
  SELECT date, class_id, count(*) AS absent FROM attendance WHERE status = 'absent' GROUP BY date, class_id`,
  `CREATE VIEW weekday_absence AS
  SELECT strftime('%w', date) AS weekday, total(status = 'absent') AS absent FROM attendance GROUP BY 1`,
  `CREATE TRIGGER attendance_touched AFTER UPDATE OF status ON attendance
BEGIN
  UPDATE attendance SET updated_at = strftime('%Y-%m-%d %H:%M:%f000', 'now') WHERE id = new.id;
END`,
  `CREATE VIRTUAL TABLE student_search USING fts5 (name, name_ar)`,
] as const;

/** Ordinary rows for the tables above; what hurts is planted afterwards. */
export const dirtyRows = [
  `INSERT INTO announcement (title, audience, pinned, published_at, visible_from, epoch)
   SELECT 'Notice ' || id, 'parents', id % 2, printf('2025-09-%02d 09:00:00', id),
          printf('2025-09-%02d', id), 1756700000 + id * 86400
   FROM student WHERE id <= 12`,
  `INSERT INTO club VALUES ('CHS', 'Chess', 25), ('ROB', 'Robotics', 120.5), ('FAL', 'Falconry', 300),
     ('POE', 'نادي الشعر', NULL), ('DRA', 'Drama', 0)`,
  `INSERT INTO club_member
   SELECT CASE id % 3 WHEN 0 THEN 'CHS' WHEN 1 THEN 'ROB' ELSE 'FAL' END, id, '2025-10-05'
   FROM student WHERE id % 4 = 0 AND id <= 120`,
  `INSERT INTO locker SELECT id + 100, id FROM student WHERE id <= 20`,
  `INSERT INTO exam (teacher_id, subject_id, class_id, held_on, score, max_score)
   SELECT teacher_id, subject_id, class_id, printf('2025-11-%02d', 2 + rowid % 20), 5 + rowid % 15, 20
   FROM teacher_subject WHERE rowid <= 40`,
  `INSERT INTO card_swipe (student_id, card_number, swiped_at, temperature)
   SELECT id, 100000 + id * 7, printf('2025-11-02 06:%02d:%02d', 30 + id % 25, id % 60), 36.5 + (id % 7) / 10.0
   FROM student WHERE id <= 100`,
  `INSERT INTO "Group" SELECT id, id * 10, id, '+974 5550000' || id, '+974 6660000' || id FROM student WHERE id <= 6`,
  `INSERT INTO student_search (rowid, name, name_ar) SELECT id, name, name_ar FROM student WHERE id <= 100`,
] as const;
