/** What a process can be asked to do: the input and output of each command. */
export type CommandTable = { [command: string]: { input: unknown; output: unknown } };
export type Handlers<Commands extends CommandTable> = {
  [C in keyof Commands]: (input: Commands[C]['input']) => Promise<Commands[C]['output']>;
};

interface Request {
  id: number;
  command: string;
  input: unknown;
}

/** Does what the bench asks over the channel, one command at a time or several at once, until the bench ends. */
export function serve<Commands extends CommandTable>(handlers: Handlers<Commands>): void {
  process.on('message', (message) => {
    // Both ends are ours, and typed by the same table.
    const { id, command, input } = message as Request;
    const handle = handlers[command] as (input: unknown) => Promise<unknown>;
    handle(input).then(
      (output) => process.send?.({ id, output }),
      (error: unknown) => process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
}
