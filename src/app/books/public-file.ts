export { replaceFile as writePublicFile } from '../../files/output-directory.ts';
