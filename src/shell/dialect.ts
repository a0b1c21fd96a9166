/** Which shell a process is: bash (host, debian, ubuntu), dash (debian's and ubuntu's `sh`), ash (busybox, alpine). */
export type DialectName = 'bash' | 'dash' | 'ash';
