// The clock of the process stands at `clock.now`, milliseconds since 1970, for whatever library asks; and what all scripts here need of headers, forms and packages.
'use strict';
const path = require('node:path');

const RealDate = Date;
const clock = { now: 0 };
global.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(clock.now);
    else super(...args);
  }
  static now() { return clock.now; }
};

const lower = (headers) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

// A package's file that its "exports" don't show.
const inside = (name, file) => require(path.join(__dirname, 'node_modules', name, file));

// A form; what is there several times is an array.
const form = (text) => {
  const fields = {};
  for (const [name, value] of new URLSearchParams(text)) fields[name] = name in fields ? [].concat(fields[name], value) : value;
  return fields;
};

module.exports = { clock, lower, inside, form };
