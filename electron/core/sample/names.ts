import type { NonEmpty } from '../values/random.ts';

/** A name in Latin letters and as it is written in Arabic. */
export type Name = readonly [latin: string, arabic: string];

/** People who share a way of naming: Gulf and Arab families put the father's name in the middle. */
export interface Community {
  readonly nationalities: NonEmpty<string>;
  readonly boys: NonEmpty<Name>;
  readonly girls: NonEmpty<Name>;
  readonly families: NonEmpty<Name>;
  readonly fatherInTheMiddle: boolean;
}

const arabBoys: NonEmpty<Name> = [
  ['Ahmed', 'أحمد'],
  ['Mohammed', 'محمد'],
  ['Abdullah', 'عبدالله'],
  ['Khalid', 'خالد'],
  ['Hamad', 'حمد'],
  ['Jassim', 'جاسم'],
  ['Nasser', 'ناصر'],
  ['Yousef', 'يوسف'],
  ['Ali', 'علي'],
  ['Omar', 'عمر'],
  ['Ibrahim', 'إبراهيم'],
  ['Saud', 'سعود'],
  ['Fahad', 'فهد'],
  ['Rashid', 'راشد'],
  ['Mubarak', 'مبارك'],
  ['Hassan', 'حسن'],
  ['Tamim', 'تميم'],
  ['Salem', 'سالم'],
];

const arabGirls: NonEmpty<Name> = [
  ['Fatima', 'فاطمة'],
  ['Maryam', 'مريم'],
  ['Aisha', 'عائشة'],
  ['Noora', 'نورة'],
  ['Sheikha', 'شيخة'],
  ['Hessa', 'حصة'],
  ['Latifa', 'لطيفة'],
  ['Moza', 'موزة'],
  ['Sara', 'سارة'],
  ['Reem', 'ريم'],
  ['Amna', 'آمنة'],
  ['Hind', 'هند'],
  ['Layla', 'ليلى'],
  ['Dana', 'دانة'],
  ['Jawaher', 'جواهر'],
  ['Shamma', 'شما'],
];

const gulf: Community = {
  nationalities: ['Qatari', 'Qatari', 'Qatari', 'Omani', 'Bahraini', 'Kuwaiti'],
  boys: arabBoys,
  girls: arabGirls,
  families: [
    ['Al-Kuwari', 'الكواري'],
    ['Al-Marri', 'المري'],
    ['Al-Hajri', 'الهاجري'],
    ['Al-Sulaiti', 'السليطي'],
    ['Al-Mohannadi', 'المهندي'],
    ['Al-Naimi', 'النعيمي'],
    ['Al-Dosari', 'الدوسري'],
    ['Al-Emadi', 'العمادي'],
    ['Al-Ansari', 'الأنصاري'],
    ['Al-Malki', 'المالكي'],
    ['Al-Kaabi', 'الكعبي'],
    ['Al-Buainain', 'البوعينين'],
    ['Al-Jaber', 'الجابر'],
    ['Al-Khater', 'الخاطر'],
  ],
  fatherInTheMiddle: true,
};

const levantAndNile: Community = {
  nationalities: [
    'Egyptian',
    'Egyptian',
    'Sudanese',
    'Jordanian',
    'Syrian',
    'Lebanese',
    'Palestinian',
    'Tunisian',
  ],
  boys: [
    ['Karim', 'كريم'],
    ['Mahmoud', 'محمود'],
    ['Mostafa', 'مصطفى'],
    ['Tarek', 'طارق'],
    ['Ziad', 'زياد'],
    ['Bilal', 'بلال'],
    ['Anas', 'أنس'],
    ['Elias', 'إلياس'],
    ['Seif', 'سيف'],
    ['Adam', 'آدم'],
  ],
  girls: [
    ['Salma', 'سلمى'],
    ['Habiba', 'حبيبة'],
    ['Yasmin', 'ياسمين'],
    ['Rana', 'رنا'],
    ['Nour', 'نور'],
    ['Farah', 'فرح'],
    ['Lina', 'لينا'],
    ['Jana', 'جنى'],
    ['Tala', 'تالا'],
    ['Rahma', 'رحمة'],
  ],
  families: [
    ['El-Sayed', 'السيد'],
    ['Abdelrahman', 'عبدالرحمن'],
    ['Mansour', 'منصور'],
    ['Haddad', 'حداد'],
    ['Khoury', 'خوري'],
    ['Barakat', 'بركات'],
    ['El-Tayeb', 'الطيب'],
    ['Hijazi', 'حجازي'],
    ['Shaheen', 'شاهين'],
    ['Saadeh', 'سعادة'],
    ['Ben Salah', 'بن صالح'],
  ],
  fatherInTheMiddle: true,
};

const southAsia: Community = {
  nationalities: ['Indian', 'Indian', 'Indian', 'Pakistani', 'Bangladeshi', 'Sri Lankan', 'Nepali'],
  boys: [
    ['Arjun', 'أرجون'],
    ['Rohan', 'روهان'],
    ['Imran', 'عمران'],
    ['Bilal', 'بلال'],
    ['Vivek', 'فيفيك'],
    ['Danish', 'دانش'],
    ['Kiran', 'كيران'],
    ['Nikhil', 'نيخيل'],
    ['Usman', 'عثمان'],
  ],
  girls: [
    ['Ananya', 'أنانيا'],
    ['Priya', 'بريا'],
    ['Zainab', 'زينب'],
    ['Meera', 'ميرا'],
    ['Ayesha', 'عائشة'],
    ['Kavya', 'كافيا'],
    ['Diya', 'ديا'],
    ['Hira', 'حرا'],
  ],
  families: [
    ['Nair', 'ناير'],
    ['Menon', 'مينون'],
    ['Khan', 'خان'],
    ['Siddiqui', 'صديقي'],
    ['Fernando', 'فرناندو'],
    ['Thomas', 'توماس'],
    ['Iyer', 'آيير'],
    ['Rahman', 'رحمن'],
    ['Shrestha', 'شريستا'],
    ['Chaudhry', 'شودري'],
  ],
  fatherInTheMiddle: false,
};

const farther: Community = {
  nationalities: ['Filipino', 'Filipino', 'British', 'Irish', 'French', 'South African', 'Canadian'],
  boys: [
    ['James', 'جيمس'],
    ['Miguel', 'ميغيل'],
    ['Oliver', 'أوليفر'],
    ['Joshua', 'جوشوا'],
    ['Liam', 'ليام'],
    ['René', 'رينيه'],
    ['Thabo', 'تابو'],
  ],
  girls: [
    ['Sophie', 'صوفي'],
    ['Angelica', 'أنجليكا'],
    ['Zoë', 'زوي'],
    ['Grace', 'غريس'],
    ['Niamh', 'نيف'],
    ['Chloé', 'كلوي'],
    ['Emma', 'إيما'],
  ],
  families: [
    ["O'Brien", 'أوبراين'],
    ['Santos', 'سانتوس'],
    ['Dela Cruz', 'ديلا كروز'],
    ['Reyes', 'رييس'],
    ['Whitfield', 'ويتفيلد'],
    ['Lefèvre', 'لوفيفر'],
    ['van der Merwe', 'فان دير ميروي'],
    ['Mackenzie', 'ماكنزي'],
  ],
  fatherInTheMiddle: false,
};

/** As often as such families are met in an international school in Doha. */
export const communities: NonEmpty<Community> = [
  gulf,
  gulf,
  gulf,
  gulf,
  levantAndNile,
  levantAndNile,
  levantAndNile,
  southAsia,
  southAsia,
  farther,
];
