/** Words for titles and texts. */
export const words = (
  'amber anchor autumn basket beacon birch bridge candle canvas cedar chapel cinder clover cobalt comet copper coral cotton ' +
  'crystal dawn delta ember falcon feather fern field flint forest garden glacier granite harbor harvest hazel heron hollow ' +
  'island ivory jasmine juniper kettle ladder lagoon lantern lark linen lumen maple marble meadow mellow meridian mirror mosaic ' +
  'moss nectar needle north oak ocean olive opal orchard otter paper pearl pebble pepper pine plain prairie quartz quiet quill ' +
  'rain raven reed ribbon ridge river robin rustic saffron sail salt sequoia shadow shell silver slate spark spruce star stone ' +
  'summit thicket thistle thunder tidal timber topaz torch valley velvet violet walnut water wheat willow winter wool yarrow zephyr'
).split(' ');

/** Adjectives and animals for user names. */
export const adjectives = 'brave calm clever eager fuzzy gentle happy jolly lucky merry nimble proud quick silent sunny tidy'.split(' ');
export const animals = 'badger beaver crane dolphin ferret gecko hare ibis koala lynx marmot newt osprey panda seal wombat'.split(' ');

/** Passwords as people choose them. */
export const passwords = 'bluebird coffee dragonfly evening gateway kitchen lemonade midnight october pancake rainbow snowman'.split(' ');

/** Names of streets. */
export const streets = [
  'Mill Lane',
  'Station Road',
  'Church Street',
  'Park Avenue',
  'Garden Street',
  'Bridge Road',
  'High Street',
  'Lake View',
  'Oak Drive',
  'Market Square',
];

/** Offsets of time zones and their cities. */
export const timeZones: readonly (readonly [string, string])[] = [
  ['-8:00', 'Pacific coast'],
  ['-5:00', 'Eastern seaboard, Lima'],
  ['-3:30', 'Newfoundland'],
  ['0:00', 'Lisbon, Accra'],
  ['+1:00', 'Paris, Lagos'],
  ['+3:30', 'Tehran'],
  ['+5:45', 'Kathmandu'],
  ['+9:00', 'Seoul, Tokyo'],
  ['+10:00', 'Guam, Sydney'],
];
