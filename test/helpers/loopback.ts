import { createReach } from '../../connectors/transport/reach.ts';

/** The simulated tools are on this machine. */
export const LOOPBACK = createReach(['127.0.0.1', '::1']);
