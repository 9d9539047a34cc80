/**
 * What a script of the page tries, by name. `run` answers what it reached in a few words, and false or an error when it
 * reached nothing; what the page itself cannot see is watched from outside (`given.canary` counts who comes).
 */
import { bridge } from '/attempts-bridge.js';
import { frames } from '/attempts-frames.js';
import { network } from '/attempts-network.js';
import { powers } from '/attempts-powers.js';
import { scripts } from '/attempts-scripts.js';
import { ways } from '/attempts-ways.js';

export const attempts = { ...network, ...scripts, ...frames, ...ways, ...powers, ...bridge };
