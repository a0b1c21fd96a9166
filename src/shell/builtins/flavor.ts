/**
 * Whose words and rules a command follows that exists both inside shells and as a program: bash's or dash's builtin,
 * GNU coreutils' program, or busybox's (its shell and its applets are the same code).
 */
export type Flavor = 'bash' | 'dash' | 'busybox' | 'gnu';
