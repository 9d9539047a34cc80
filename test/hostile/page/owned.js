/** The page, once somebody else's scripts run in it: what the specs tell it to try, as a task of its own. */

import { attempts } from '/attempts.js';
import { build, evils } from '/evil.js';

const till = window.till;
const heard = [];

function asText(value) {
  return JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? `${inner}n` : inner)) ?? 'undefined';
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** One call; what cannot even be sent is told by its error. */
async function call({ c, v }, patience = 20_000) {
  const late = sleep(patience).then(() => ({ late: true }));
  const asked = (async () => {
    try {
      return { answer: asText(await till.request(c, build(v))) };
    } catch (error) {
      return { error: `${error?.name}: ${error?.message}` };
    }
  })();
  return Promise.race([asked, late]);
}

const tooMany = ({ answer }) => answer?.includes('"gate.too-many"');

/** Each channel's calls one after the other, all channels at once; one that came too fast is made again. */
async function fire(recipes) {
  const byChannel = Map.groupBy(recipes, ({ c }) => c);
  const answers = [];
  const work = async (list) => {
    for (const recipe of list) {
      let came = await call(recipe);
      while (tooMany(came)) {
        await sleep(40);
        came = await call(recipe);
      }
      answers.push({ recipe: asText(recipe), channel: recipe.c, ...came });
    }
  };
  await Promise.all([...byChannel.values()].map(work));
  return answers;
}

/** As many calls as asked for, at once; @returns how often which answer came, and one of each */
async function flood({ recipes, times }) {
  const began = performance.now();
  const calls = Array.from({ length: times }, (_, n) => call(recipes[n % recipes.length], 90_000));
  const sentMs = performance.now() - began;
  const answers = await Promise.all(calls);
  const ms = performance.now() - began;
  const counts = {};
  const operations = new Set();
  const examples = {};
  for (const came of answers) {
    const kind = tooMany(came) ? 'too-many' : came.answer === undefined ? (came.error ?? 'late') : 'answered';
    counts[kind] = (counts[kind] ?? 0) + 1;
    examples[kind] ??= came.answer ?? came.error ?? 'late';
    const id = came.answer === undefined ? null : JSON.parse(came.answer).operationId;
    if (typeof id === 'string') operations.add(`"operationId":"${id}"`);
  }
  return { counts, examples, operations: [...operations], sentMs, ms };
}

/** @returns what was reached, in a few words, or false */
async function attempt({ name, given }) {
  try {
    const reached = await Promise.race([
      attempts[name].run(given),
      sleep(attempts[name].wait ?? 1_500).then(() => false),
    ]);
    return { reached: reached ?? false };
  } catch (error) {
    return { reached: false, error: `${error?.name}: ${error?.message}` };
  }
}

function listen(events) {
  for (const name of events) {
    till.on(name, (...args) => heard.push(`${name} ${asText(args)}`));
  }
}

/** Asks for a file of any address as a module, which needs no trusted type; resolves when it came or did not. */
const address = (given) =>
  Promise.race([
    import(given.address).then(
      () => true,
      () => false,
    ),
    sleep(1_000),
  ]);

const work = { fire, flood, attempt, address, listen, heard: () => heard.splice(0) };

/** In a task of its own: what a driver evaluates may run text as code, whatever the page's policy says. */
window.hostile = {
  token: Math.random(),
  evils: Object.keys(evils),
  attempts: Object.entries(attempts).map(([name, { group }]) => ({ name, group })),
  run: (name, given) =>
    new Promise((resolve, reject) => {
      setTimeout(() => Promise.resolve(work[name](given)).then(resolve, reject), 0);
    }),
};
document.documentElement.dataset.ready = 'yes';
