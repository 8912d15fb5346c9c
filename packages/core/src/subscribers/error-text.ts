/** By its class, as few classes set the `name` of their errors. */
export function errorText({ name, message, constructor }: Error): string {
  return `${name === 'Error' ? constructor.name || name : name} (${message})`;
}
