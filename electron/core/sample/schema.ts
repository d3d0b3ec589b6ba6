/** The old system's tables as SQLAlchemy writes them, parents before children. */
export const tables = [
  {
    name: 'user',
    sql: `CREATE TABLE user (
	id INTEGER NOT NULL, 
	username VARCHAR(64) NOT NULL, 
	email VARCHAR(120), 
	password_hash VARCHAR(256) NOT NULL, 
	full_name VARCHAR(120) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	last_login DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (email)
)`,
  },
  {
    name: 'school_class',
    sql: `CREATE TABLE school_class (
	id INTEGER NOT NULL, 
	name VARCHAR(20) NOT NULL, 
	name_ar VARCHAR(40), 
	grade INTEGER NOT NULL, 
	section VARCHAR(5) NOT NULL, 
	room VARCHAR(20), 
	capacity INTEGER, 
	homeroom_teacher_id INTEGER, 
	PRIMARY KEY (id), 
	UNIQUE (name), 
	FOREIGN KEY(homeroom_teacher_id) REFERENCES user (id)
)`,
  },
  {
    name: 'period',
    sql: `CREATE TABLE period (
	id INTEGER NOT NULL, 
	name VARCHAR(20) NOT NULL, 
	starts_at TIME NOT NULL, 
	ends_at TIME, 
	PRIMARY KEY (id)
)`,
  },
  {
    name: 'student',
    sql: `CREATE TABLE student (
	id INTEGER NOT NULL, 
	student_number VARCHAR(20) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	name_ar VARCHAR(120), 
	gender VARCHAR(1), 
	date_of_birth DATE, 
	nationality VARCHAR(40), 
	guardian_name VARCHAR(120), 
	guardian_phone VARCHAR(20), 
	class_id INTEGER NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	enrolled_on DATE, 
	PRIMARY KEY (id), 
	UNIQUE (student_number), 
	FOREIGN KEY(class_id) REFERENCES school_class (id)
)`,
  },
  {
    name: 'subject',
    sql: `CREATE TABLE subject (
	id INTEGER NOT NULL, 
	code VARCHAR(10) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	name_ar VARCHAR(80), 
	PRIMARY KEY (id), 
	UNIQUE (code)
)`,
  },
  {
    name: 'teacher_subject',
    sql: `CREATE TABLE teacher_subject (
	teacher_id INTEGER NOT NULL, 
	subject_id INTEGER NOT NULL, 
	class_id INTEGER NOT NULL, 
	weekly_lessons INTEGER NOT NULL, 
	PRIMARY KEY (teacher_id, subject_id, class_id), 
	FOREIGN KEY(teacher_id) REFERENCES user (id), 
	FOREIGN KEY(subject_id) REFERENCES subject (id), 
	FOREIGN KEY(class_id) REFERENCES school_class (id)
)`,
  },
  {
    name: 'attendance',
    sql: `CREATE TABLE attendance (
	id INTEGER NOT NULL, 
	student_id INTEGER NOT NULL, 
	class_id INTEGER NOT NULL, 
	teacher_id INTEGER NOT NULL, 
	date DATE NOT NULL, 
	period INTEGER NOT NULL, 
	status VARCHAR(7) DEFAULT 'present' NOT NULL, 
	minutes_late INTEGER, 
	remark VARCHAR(255), 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT uq_attendance_student_date_period UNIQUE (student_id, date, period), 
	CONSTRAINT attendance_status CHECK (status IN ('present', 'absent', 'late', 'excused')), 
	FOREIGN KEY(student_id) REFERENCES student (id), 
	FOREIGN KEY(class_id) REFERENCES school_class (id), 
	FOREIGN KEY(teacher_id) REFERENCES user (id), 
	FOREIGN KEY(period) REFERENCES period (id)
)`,
  },
] as const;

/** What `unique=True, index=True` of the login makes. */
export const indexes = ['CREATE UNIQUE INDEX ix_user_username ON user (username)'] as const;
