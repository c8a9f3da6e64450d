/**
 * Every property is tried with the same inputs each time, so that a suite that was green is green again; another seed is given by
 * PLUMBLINE_SEED. `PLUMBLINE_SEED=$RANDOM npm test` is what a release wants.
 */
import * as fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.PLUMBLINE_SEED || 1) });
