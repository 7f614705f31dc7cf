// zod whose schemas are made when something is first asked of them. The protocol's SDK defines a thousand schemas when
// it is loaded and a connection uses fifty; making one costs some 15 µs in code that runs for the first time.
import * as zod from 'zod/v4';

export * from 'zod/v4';

// Compiling a parser for schemas that see few values costs more than it gives.
zod.config({ jitless: true });

/** Methods that give another schema, which need not be made before that one is. */
const CHAINED = new Set([
  ...['optional', 'nullable', 'nullish', 'array', 'or', 'and', 'readonly', 'default', 'catch', 'describe', 'meta'],
  ...['extend', 'safeExtend', 'merge', 'pick', 'omit', 'partial', 'required', 'catchall', 'strict', 'strip', 'loose'],
  ...['passthrough', 'min', 'max', 'length', 'int', 'regex', 'trim', 'nonnegative', 'positive', 'nonempty'],
  ...['refine', 'superRefine', 'transform', 'pipe', 'brand'],
]);

/** Those after which an object still has the same properties. */
const SAME_SHAPE = new Set([
  'describe',
  'catchall',
  'strict',
  'strip',
  'loose',
  'passthrough',
  'refine',
  'superRefine',
]);

/** Stand-in → { make, schema?, shape?, inner? }. */
const promises = new WeakMap();

function made(promise) {
  if (promise.make) {
    const { make } = promise;
    promise.make = undefined;
    promise.schema = make();
  }
  return promise.schema;
}

/** An argument with the schemas themselves in the places of their stand-ins. */
function settled(argument) {
  if (typeof argument !== 'object' || argument === null) return argument;
  const promise = promises.get(argument);
  if (promise) return made(promise);
  if (Array.isArray(argument)) return argument.map(settled);
  if (Object.getPrototypeOf(argument) !== Object.prototype) return argument;
  // A getter is how a schema names itself, so it stays one.
  const properties = Object.getOwnPropertyDescriptors(argument);
  for (const property of Object.values(properties)) if ('value' in property) property.value = settled(property.value);
  return Object.defineProperties({}, properties);
}

/** The properties of what a method makes of an object, where they can be told without making it. */
function shapeAfter(shape, method, [argument]) {
  if (method === 'extend' || method === 'safeExtend') return { ...shape, ...argument };
  if (method === 'pick') return Object.fromEntries(Object.keys(argument).map((key) => [key, shape[key]]));
  return SAME_SHAPE.has(method) ? shape : undefined;
}

const handler = {
  get(promise, key, standIn) {
    if (key === 'shape' && promise.shape) return promise.shape;
    if (key === 'unwrap' && promise.inner) return () => promise.inner;
    if (!CHAINED.has(key)) return made(promise)[key];
    return (...args) => {
      // Without an argument it tells what is known of the schema.
      if (key === 'meta' && args.length === 0) return made(promise).meta();
      return later(() => made(promise)[key](...args.map(settled)), {
        shape: promise.shape && shapeAfter(promise.shape, key, args),
        inner: key === 'optional' || key === 'nullable' ? standIn : undefined,
      });
    };
  },
  set: (promise, key, value) => Reflect.set(made(promise), key, value),
  has: (promise, key) => key in made(promise),
  getPrototypeOf: (promise) => Object.getPrototypeOf(made(promise)),
};

function later(make, { shape, inner } = {}) {
  const promise = { make, schema: undefined, shape, inner };
  const standIn = new Proxy(promise, handler);
  promises.set(standIn, promise);
  return standIn;
}

const lazily =
  (make) =>
  (...args) =>
    later(() => make(...args.map(settled)));

const withShape =
  (make) =>
  (shape, ...args) =>
    later(() => make(settled(shape), ...args), { shape });

export const object = withShape(zod.object);
export const looseObject = withShape(zod.looseObject);
export const strictObject = withShape(zod.strictObject);
export const string = lazily(zod.string);
export const number = lazily(zod.number);
export const int = lazily(zod.int);
export const boolean = lazily(zod.boolean);
export const array = lazily(zod.array);
export const union = lazily(zod.union);
export const discriminatedUnion = lazily(zod.discriminatedUnion);
export const intersection = lazily(zod.intersection);
export const literal = lazily(zod.literal);
export const record = lazily(zod.record);
export const optional = lazily(zod.optional);
export const unknown = lazily(zod.unknown);
export const any = lazily(zod.any);
export const custom = lazily(zod.custom);
export const preprocess = lazily(zod.preprocess);
export const lazy = lazily(zod.lazy);
export const url = lazily(zod.url);
export const guid = lazily(zod.guid);
const oneOf = lazily(zod.enum);

export { oneOf as enum };
