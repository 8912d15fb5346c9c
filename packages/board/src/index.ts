// oxlint-disable-next-line unicorn/require-module-specifiers -- nothing is public yet
export {};
