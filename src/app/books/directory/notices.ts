/** Something a person should know at once, whatever command runs. */
type Listener = (text: string) => void;

let listener: Listener = () => undefined;

/** The command line listens: app does not print. */
export function listenForNotices(listen: Listener): void {
  listener = listen;
}

export function notice(text: string): void {
  listener(text);
}
