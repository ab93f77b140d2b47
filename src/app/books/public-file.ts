export { replaceFile as writePublicFile } from '../../files/replace-file.ts';
