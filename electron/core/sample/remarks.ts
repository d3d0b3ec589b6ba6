import type { NonEmpty } from '../values/random.ts';

/** What teachers type; with the quotes, tabs, line breaks and backslashes that forms let through. */
export const remarks: {
  readonly absent: NonEmpty<string>;
  readonly excused: NonEmpty<string>;
  readonly late: NonEmpty<string>;
  readonly present: NonEmpty<string>;
} = {
  absent: [
    'No call from home',
    'لم يتصل ولي الأمر',
    'Mother phoned:\n"he will be back on Sunday"',
    'غائب بدون عذر',
    'called 3x,\tno answer',
    'Travelling? see C:\\attendance\\letters\\2025',
    'سفر مع العائلة ✈️',
  ],
  excused: [
    'Sick leave',
    "Doctor's appointment",
    'إجازة مرضية',
    'مراجعة طبيب الأسنان 🦷',
    'Hamad Medical: follow-up\n1) blood test\n2) X-ray',
    'Family bereavement — عزاء',
    'School football team\taway match ⚽',
    'Embassy / passport renewal',
    'تمثيل المدرسة في "مسابقة القرآن"',
  ],
  late: [
    'Bus 14 late',
    'تأخر الباص',
    'Traffic on Salwa Road, again...',
    "Overslept - 'alarm broken'",
    'ازدحام مروري 🚗',
    'Came with a note;\r\nsigned by father',
    'مطر 🌧️',
  ],
  present: [
    'Great participation today! 🌟',
    'مشاركة ممتازة',
    'Forgot book',
    'Homework missing (2/3 done, ~67%)',
    'Said "it\'s on my other iPad"',
    'يحتاج إلى متابعة',
    'moved to front row \\ eyesight',
    "Ms. O'Brien covered",
    'نسي الكتاب\tوالدفتر',
    '{"note": "left early", "by": "nurse"}',
    'NULL',
    '👩‍🏫 parent meeting Wed.',
  ],
};
