/** Small things that the attempts share. */

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @returns the element, put into the page after its properties and attributes were set */
export function put(name, properties = {}, into = document.body) {
  const element = typeof name === 'string' ? document.createElement(name) : name;
  for (const [key, value] of Object.entries(properties)) {
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  into.append(element);
  return element;
}

/** Resolves true when it loaded; rejects when it did not. */
export function loads(element, properties) {
  return new Promise((resolve, reject) => {
    element.addEventListener('load', () => resolve('loaded'));
    element.addEventListener('error', () => reject(new Error('did not load')));
    put(element, properties);
  });
}

/** Names every attempt of a list with its group. */
export function group(name, list, wait) {
  return Object.fromEntries(
    Object.entries(list).map(([what, run]) => [`${name}: ${what}`, { group: name, run, wait }]),
  );
}
