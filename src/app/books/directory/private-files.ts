export { keepPrivate } from '../../../files/modes.ts';
